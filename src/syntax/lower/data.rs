//! The commons itself, who is in it, and what it shares: parties, data, purposes, actions, facts.

use super::literals::lang_of;
use super::{Common, Kids, Lowering, Node, Rule};
use crate::syntax::tree::*;

impl<'i> Lowering<'i> {
    pub(super) fn commons(&mut self, kids: Kids<'i>, common: &mut Common) -> Option<Commons> {
        let mut commons = Commons::default();
        for clause in kids {
            let span = self.span(&clause);
            let mut inner = self.behind(&clause);
            let text = match clause.kind() {
                Rule::fees => Some(CommonsText::Fees),
                Rule::benefits => Some(CommonsText::Benefits),
                Rule::surplus => Some(CommonsText::Surplus),
                Rule::liability => Some(CommonsText::Liability),
                Rule::disputes => Some(CommonsText::Disputes),
                Rule::dissolution => Some(CommonsText::Dissolution),
                Rule::security => Some(CommonsText::Security),
                Rule::leaving => Some(CommonsText::Leaving),
                Rule::information => Some(CommonsText::Information),
                Rule::joint => Some(CommonsText::JointControllers),
                Rule::impact => Some(CommonsText::ImpactAssessment),
                _ => None,
            };
            if let Some(text) = text {
                commons.texts.push((text, self.titled(&clause)?));
                continue;
            }
            match clause.kind() {
                Rule::goal => commons.goals.push(self.titled(&clause)?),
                Rule::law => commons.law.push(self.clause_name(&clause)?),
                Rule::seat => commons.seat.push(self.clause_string(&clause)?),
                Rule::version => {
                    let number = inner.eat(Rule::version_number)?.text().into();
                    inner.word(Rule::kw_from);
                    let from = inner.eat(Rule::date).map(|p| self.date(&p));
                    commons.version.push(Version { number, from, span });
                }
                Rule::outer => {
                    let path = self.string(&inner.eat(Rule::string)?);
                    inner.word(Rule::kw_as);
                    let alias = inner.eat(Rule::name).map(|p| self.name(&p));
                    commons.outer.push(Outer { path, alias });
                }
                Rule::legal_form => commons.legal_form.push(self.clause_name(&clause)?),
                Rule::registered => commons.registered.push(self.registered(&clause)?),
                Rule::contact => commons.contact.push(self.clause_string(&clause)?),
                Rule::authentic => {
                    let tag = inner.eat(Rule::lang_tag)?;
                    commons.authentic.push(self.at(&tag, lang_of(tag.text())));
                }
                Rule::delegates => commons.delegates.extend(self.clause_names(&clause)?),
                Rule::requests => {
                    let by = self.clause_name(&clause)?;
                    let to = self.clause_string(&clause);
                    commons.requests.push(Requests { by, to, span });
                }
                Rule::audit => {
                    let every = self.optional(&mut inner, Rule::every, Self::clause_duration)?;
                    let by = self.clause_name(&clause);
                    commons.audit.push(Audit { every, by, span });
                }
                Rule::breach => {
                    let within = self.clause_duration(&inner.eat(Rule::within)?)?;
                    let to = self.clause_name(&clause);
                    commons.breach.push(Breach { within, to, span });
                }
                Rule::logging => {
                    let at_least =
                        self.optional(&mut inner, Rule::at_least, Self::clause_duration)?;
                    let by = self.clause_name(&clause);
                    commons.logging.push(Logging { at_least, by, span });
                }
                Rule::smallest_cell => {
                    let cell = inner.eat(Rule::integer)?;
                    commons.smallest_cell.push(self.integer_at(&cell));
                }
                _ if self.common(&clause, common)? => {}
                _ => return None,
            }
        }
        Some(commons)
    }

    fn registered(&mut self, clause: &Node<'i>) -> Option<Registered> {
        Some(Registered {
            register: self.clause_name(clause)?,
            number: self.clause_string(clause)?,
        })
    }

    pub(super) fn use_decl(&mut self, mut kids: Kids<'i>) -> Option<Use> {
        let mut kinds = Vec::new();
        for kind in Kids::of(&kids.eat(Rule::use_kinds)?) {
            let value = match Kids::of(&kind).next()?.kind() {
                Rule::kw_groups => UseKind::Groups,
                Rule::kw_datasets => UseKind::Datasets,
                Rule::kw_purposes => UseKind::Purposes,
                Rule::kw_actions => UseKind::Actions,
                Rule::kw_facts => UseKind::Facts,
                Rule::kw_rules => UseKind::Rules,
                Rule::kw_bodies => UseKind::Bodies,
                Rule::kw_decisions => UseKind::Decisions,
                Rule::kw_sanctions => UseKind::Sanctions,
                Rule::kw_parties => UseKind::Parties,
                _ => return None,
            };
            kinds.push(self.at(&kind, value));
        }
        kids.word(Rule::kw_source);
        let from = kids.next()?;
        let from = match from.kind() {
            Rule::string => UseSource::Path(self.string(&from)),
            Rule::name => UseSource::Library(self.name(&from)),
            _ => return None,
        };
        Some(Use { kinds, from })
    }

    pub(super) fn group(&mut self, kids: Kids<'i>, common: &mut Common) -> Option<Group> {
        let mut group = Group::default();
        for clause in kids {
            match clause.kind() {
                Rule::of_kind => {
                    let kind = self.behind(&clause).next()?;
                    group.of.push(self.at(&kind, person_kind(kind.kind())?));
                }
                Rule::within_names => group.within.extend(self.clause_names(&clause)?),
                Rule::admitted => group.admitted_by.push(self.clause_name(&clause)?),
                Rule::expelled => group.expelled_by.push(self.clause_name(&clause)?),
                Rule::leave => group.leave.push(self.clause_duration(&clause)?),
                Rule::closed => group.closed = Some(self.span(&clause)),
                Rule::register_file => group.register.push(self.clause_string(&clause)?),
                Rule::size => group.size.push(self.size(&clause)?),
                _ if self.common(&clause, common)? => {}
                _ => return None,
            }
        }
        Some(group)
    }

    pub(super) fn size(&mut self, clause: &Node<'i>) -> Option<Size> {
        let mut inner = self.behind(clause);
        let least = self.integer(&inner.eat(Rule::integer)?);
        inner.word(Rule::kw_up_until);
        let most = inner.eat(Rule::integer).map(|p| self.integer(&p));
        Some(Size {
            least,
            most,
            span: self.span(clause),
        })
    }

    pub(super) fn party(
        &mut self,
        kids: Kids<'i>,
        member: bool,
        common: &mut Common,
    ) -> Option<Party> {
        let mut party = Party {
            member,
            ..Party::default()
        };
        for clause in kids {
            match clause.kind() {
                Rule::in_groups => party.groups.extend(self.clause_names(&clause)?),
                Rule::seat => party.seat.push(self.clause_string(&clause)?),
                Rule::registered => party.registered.push(self.registered(&clause)?),
                Rule::contact => party.contact.push(self.clause_string(&clause)?),
                Rule::address => party.address.push(self.clause_string(&clause)?),
                Rule::represented => party.represented_by.push(self.clause_string(&clause)?),
                _ if self.common(&clause, common)? => {}
                _ => return None,
            }
        }
        Some(party)
    }

    pub(super) fn dataset(&mut self, kids: Kids<'i>, common: &mut Common) -> Option<Dataset> {
        let mut dataset = Dataset::default();
        for clause in kids {
            let span = self.span(&clause);
            let mut inner = self.behind(&clause);
            match clause.kind() {
                Rule::from_names => dataset.from.extend(self.clause_names(&clause)?),
                Rule::about => {
                    let kind = inner.next()?.kind();
                    dataset.about.push(if kind == Rule::kw_no_one {
                        About::NoOne(span)
                    } else {
                        let groups = self.clause_names(&clause).unwrap_or_default();
                        About::Kind {
                            kind: person_kind(kind)?,
                            groups,
                            span,
                        }
                    });
                }
                Rule::sensitivity => dataset.sensitivity.push(self.sensitivity(&clause)?),
                Rule::keeper => dataset.keepers.extend(self.clause_names(&clause)?),
                Rule::processor => dataset.processors.extend(self.clause_names(&clause)?),
                Rule::scale => {
                    let level = self.name(&inner.eat(Rule::name)?);
                    let every = self.optional(&mut inner, Rule::every, Self::clause_duration)?;
                    dataset.scale.push(Scale { level, every });
                }
                Rule::retention => {
                    let (mut at_most, mut at_least) = (None, None);
                    for bound in inner {
                        match bound.kind() {
                            Rule::at_most => at_most = Some(self.clause_duration(&bound)?),
                            _ => at_least = Some(self.clause_duration(&bound)?),
                        }
                    }
                    dataset.retention.push(Retention {
                        at_most,
                        at_least,
                        span,
                    });
                }
                Rule::field => dataset.fields.push(self.field(&clause)?),
                Rule::derived => dataset.derived_from.extend(self.clause_names(&clause)?),
                Rule::within_names => dataset.within.extend(self.clause_names(&clause)?),
                Rule::licence => dataset.licence.push(self.clause_string(&clause)?),
                Rule::location => dataset.location.push(self.clause_string(&clause)?),
                Rule::format => dataset.format.push(self.clause_string(&clause)?),
                _ if self.common(&clause, common)? => {}
                _ => return None,
            }
        }
        Some(dataset)
    }

    fn sensitivity(&mut self, clause: &Node<'i>) -> Option<At<Sensitivity>> {
        let value = match Kids::of(clause).next()?.kind() {
            Rule::kw_not_personal => Sensitivity::NotPersonal,
            Rule::kw_personal => Sensitivity::Personal,
            _ => Sensitivity::Special(self.clause_names(clause)?),
        };
        Some(self.at(clause, value))
    }

    fn field(&mut self, clause: &Node<'i>) -> Option<Field> {
        let mut kids = self.behind(clause);
        let name = self.name(&kids.eat(Rule::name)?);
        let title = self.optional(&mut kids, Rule::title, Self::title)?;
        let span = self.span(clause);
        let mut field = Field {
            name,
            title,
            unit: None,
            identifying: false,
            sensitivity: Vec::new(),
            span,
        };
        for part in kids {
            match part.kind() {
                Rule::in_unit => {
                    let unit = self.behind(&part).eat(Rule::unit_name)?;
                    field.unit = Some(self.at(&unit, unit.text().into()));
                }
                Rule::kw_identifying => field.identifying = true,
                Rule::sensitivity => field.sensitivity.push(self.sensitivity(&part)?),
                _ => return None,
            }
        }
        Some(field)
    }

    pub(super) fn purpose(&mut self, kids: Kids<'i>, common: &mut Common) -> Option<What> {
        let (mut within, mut serves) = (Vec::new(), Vec::new());
        for clause in kids {
            match clause.kind() {
                Rule::within_names => within.extend(self.clause_names(&clause)?),
                Rule::serves => serves.push(self.titled(&clause)?),
                _ if self.common(&clause, common)? => {}
                _ => return None,
            }
        }
        Some(What::Purpose { within, serves })
    }

    pub(super) fn action(&mut self, kids: Kids<'i>, common: &mut Common) -> Option<What> {
        let mut within = Vec::new();
        for clause in kids {
            match clause.kind() {
                Rule::within_names => within.extend(self.clause_names(&clause)?),
                _ if self.common(&clause, common)? => {}
                _ => return None,
            }
        }
        Some(What::Action { within })
    }

    pub(super) fn fact(&mut self, kids: Kids<'i>, common: &mut Common) -> Option<Fact> {
        let mut fact = Fact::default();
        for clause in kids {
            match clause.kind() {
                Rule::fact_type => {
                    let value = self.fact_type(&clause)?;
                    fact.types.push(self.at(&clause, value));
                }
                Rule::given_by => {
                    let by = self.behind(&clause).next()?;
                    let value = match by.kind() {
                        Rule::kw_the_person => GivenBy::ThePerson,
                        _ => GivenBy::Party(self.name(&by)),
                    };
                    fact.given_by.push(self.at(&by, value));
                }
                Rule::withdrawn => fact.withdrawn = true,
                _ if self.common(&clause, common)? => {}
                _ => return None,
            }
        }
        Some(fact)
    }

    fn fact_type(&mut self, clause: &Node<'i>) -> Option<FactType> {
        let inner = Kids::of(clause).next()?;
        Some(match inner.kind() {
            Rule::yes_no => FactType::YesNo,
            Rule::kw_date => FactType::Date,
            Rule::one_of => FactType::OneOf(self.clause_names(&inner)?),
            Rule::number_of => {
                let mut kids = self.behind(&inner);
                let unit = match kids.eat(Rule::unit) {
                    Some(unit) => self.unit(&unit)?,
                    None => {
                        kids.word(Rule::per_cent);
                        Unit::Percent
                    }
                };
                kids.word(Rule::kw_decimals);
                let decimals = kids.eat(Rule::integer).map_or(0, |p| self.integer(&p));
                FactType::Number { unit, decimals }
            }
            _ => return None,
        })
    }
}

pub(super) fn person_kind(kind: Rule) -> Option<PersonKind> {
    match kind {
        Rule::kw_people => Some(PersonKind::People),
        Rule::kw_organisations => Some(PersonKind::Organisations),
        _ => None,
    }
}
