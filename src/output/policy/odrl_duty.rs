//! Duties in ODRL: what must be done, by when, how often, to whom, and what follows if it is not done.

use super::odrl_names::Names;
use super::odrl_region::constraint;
use super::tables::Axis;
use crate::model::{ActionId, DataId, Duration, DutyTerms, Rule, TimeUnit};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// A duty, and whether a length of time had to be rounded.
pub struct Made {
    pub json: Json,
    pub rounded: bool,
}

/// A duty that comes with a permission. What it leaves out is what the rule is about.
pub fn of_permission(names: &Names, rule: &Rule, duty: &crate::model::Duty) -> Made {
    let data = if duty.data.is_empty() {
        &rule.data
    } else {
        &duty.data
    };
    let mut made = duty_json(names, &duty.actions, data, &duty.terms);
    if let Some(map) = made.json.as_object_mut() {
        map.insert("uid".into(), json!(uid(names, &duty.id)));
    }
    made
}

pub fn uid(names: &Names, duty: &str) -> String {
    format!("{}:duty:{}", names.commons(), duty.replace('/', ":"))
}

/// What must be done, and its terms as constraints.
pub fn duty_json(names: &Names, actions: &[ActionId], data: &[DataId], terms: &DutyTerms) -> Made {
    let mut rounded = false;
    let mut limits = Vec::new();
    // `elapsedTime` is the time in which the action may be done, `timeInterval` the time between two times that it is.
    let lasting = names.lasting();
    let lengths = [
        ("elapsedTime", "lteq", terms.within, false),
        ("timeInterval", "lteq", terms.every, false),
        (lasting.as_str(), "gteq", terms.at_least, true),
        (lasting.as_str(), "lteq", terms.at_most, false),
    ];
    for (operand, operator, length, up) in lengths {
        let Some(length) = length else { continue };
        let (text, exact) = duration(length, up);
        rounded |= !exact;
        limits.push(constraint(
            operand,
            operator,
            json!({ "@value": text, "@type": "xsd:duration" }),
        ));
    }
    if !terms.to.is_empty() {
        let to: Vec<Json> = terms
            .to
            .iter()
            .map(|&h| json!({ "@id": names.holder(h) }))
            .collect();
        limits.push(constraint("recipient", "isAnyOf", Json::Array(to)));
    }
    let atoms: BTreeSet<u32> = data
        .iter()
        .flat_map(|d| Axis::Data.tree(names.model).down(d.0))
        .copied()
        .collect();
    let target = if data.is_empty() {
        vec![names.all_data()]
    } else {
        names.cover_data(&atoms)
    };
    // A duty names the act itself: all narrower acts need not be done.
    let action: Vec<String> = actions.iter().map(|&a| names.action_id(a)).collect();
    let mut duty = json!({ "@type": "Duty", "action": action, "target": target });
    if let Some(map) = duty.as_object_mut() {
        if !limits.is_empty() {
            map.insert("constraint".into(), Json::Array(limits));
        }
        if let Some(sanction) = terms.or_else {
            map.insert(
                "consequence".into(),
                json!([{ "@type": "Duty", "action": names.sanction(sanction) }]),
            );
        }
    }
    Made {
        json: duty,
        rounded,
    }
}

/// As `xsd:duration`, which knows whole numbers only: half a year is six months, and what has no whole smaller unit is rounded,
/// a longest time down and a shortest time up. Tells whether it is exact.
pub fn duration(length: Duration, up: bool) -> (String, bool) {
    let finer = |unit: TimeUnit| match unit {
        TimeUnit::Year => Some((TimeUnit::Month, 12)),
        TimeUnit::Quarter => Some((TimeUnit::Month, 3)),
        TimeUnit::Week => Some((TimeUnit::Day, 7)),
        TimeUnit::Day => Some((TimeUnit::Hour, 24)),
        TimeUnit::Hour => Some((TimeUnit::Minute, 60)),
        TimeUnit::Month | TimeUnit::Minute => None,
    };
    let (mut amount, mut unit) = (length.amount, length.unit);
    // xsd:duration has no quarters and no weeks.
    while !amount.is_integer() || matches!(unit, TimeUnit::Quarter | TimeUnit::Week) {
        let Some((smaller, times)) = finer(unit) else {
            break;
        };
        match num_traits::CheckedMul::checked_mul(
            &amount,
            &crate::model::Ratio::from_integer(times),
        ) {
            Some(more) => (amount, unit) = (more, smaller),
            None => break,
        }
    }
    let exact = amount.is_integer();
    let whole = if up { amount.ceil() } else { amount.floor() }.to_integer();
    let text = match unit {
        TimeUnit::Year => format!("P{whole}Y"),
        TimeUnit::Month | TimeUnit::Quarter => format!("P{whole}M"),
        TimeUnit::Day | TimeUnit::Week => format!("P{whole}D"),
        TimeUnit::Hour => format!("PT{whole}H"),
        TimeUnit::Minute => format!("PT{whole}M"),
    };
    (text, exact)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Ratio;

    #[test]
    fn lengths_of_time_are_written_in_whole_numbers() {
        let write = |n, d, unit, up| {
            duration(
                Duration {
                    amount: Ratio::new(n, d),
                    unit,
                },
                up,
            )
        };
        assert_eq!(
            write(90, 1, TimeUnit::Day, false),
            ("P90D".to_owned(), true)
        );
        assert_eq!(
            write(2, 1, TimeUnit::Quarter, false),
            ("P6M".to_owned(), true)
        );
        assert_eq!(write(1, 2, TimeUnit::Year, false), ("P6M".to_owned(), true));
        assert_eq!(
            write(2, 1, TimeUnit::Week, false),
            ("P14D".to_owned(), true)
        );
        assert_eq!(
            write(3, 2, TimeUnit::Day, false),
            ("PT36H".to_owned(), true)
        );
        assert_eq!(
            write(3, 2, TimeUnit::Month, false),
            ("P1M".to_owned(), false)
        );
        assert_eq!(
            write(3, 2, TimeUnit::Month, true),
            ("P2M".to_owned(), false)
        );
    }
}
