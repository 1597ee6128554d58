//! Short forms of words for cards and tables. What is said in sentences comes from [`crate::prose`], so that the page
//! and the agreement say the same; here are only the shorter forms for lists.

use super::page::Item;
use super::texts::Texts;
use super::view::{View, capital};
use crate::model::condition::Expr;
use crate::model::*;
use crate::prose::Words;

impl Texts {
    /// A whole number, or a fraction.
    pub fn ratio(&self, ratio: &Ratio) -> String {
        if ratio.is_integer() {
            return ratio.to_integer().to_string();
        }
        format!("{}/{}", ratio.numer(), ratio.denom())
    }

    /// "1/3", "3".
    pub fn amount(&self, amount: &Amount) -> String {
        match amount {
            Amount::Share(ratio) => self.ratio(ratio),
            Amount::Count(n) => n.to_string(),
        }
    }

    /// "a, b and c".
    pub fn join(&self, parts: &[String], word: &str) -> String {
        match parts {
            [] => String::new(),
            [one] => one.clone(),
            [most @ .., last] => format!("{} {} {last}", most.join(", "), self.get("ui", word)),
        }
    }
}

impl<'a> View<'a> {
    pub fn words(&self) -> Words<'a> {
        Words::new(self.model, self.lang)
    }

    /// "3 months", "1 maand".
    pub fn duration(&self, duration: &Duration) -> String {
        self.words().duration(*duration)
    }

    /// "every 3 months", "elk jaar".
    pub fn every(&self, duration: &Duration) -> String {
        self.words().every(*duration)
    }

    pub fn date(&self, date: Date) -> String {
        self.words().date(date)
    }

    /// A condition as a list of parts that must all hold, with "and" behind each but the last.
    pub fn condition_items(&self, expr: &Expr) -> Vec<Item> {
        let parts = self.condition(expr);
        let last = parts.len().saturating_sub(1);
        let and = self.t("ui", "and");
        let items = parts.into_iter().map(Item::text).enumerate();
        items
            .map(|(at, item)| {
                if at < last {
                    item.tail(format!(", {and}"))
                } else {
                    item
                }
            })
            .collect()
    }

    fn condition(&self, expr: &Expr) -> Vec<String> {
        match expr {
            Expr::And(parts) => parts.iter().flat_map(|p| self.condition(p)).collect(),
            other => vec![capital(&self.words().expr(other))],
        }
    }
}
