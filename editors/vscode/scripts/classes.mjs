// What each keyword is to a reader, and so its colour.
import { words } from "./keywords.mjs";

const classes = {
  "storage.type":
    "commons use separate group member party dataset purpose action fact rule body decision sanction right scenario field",
  "keyword.control.modality": "may may_not must_not must nobody",
  "keyword.control.condition": "if then despite because or_else and or not split_not who_also otherwise when expect",
  "keyword.control.comparison":
    "has_passed before after on between exactly more_than less_than at_least at_most is_not is was_met was_not_met",
  "keyword.other.connective":
    "for te from source until within every to by in of with up_until as each right_to up_to over and_then_to of_all first",
  "keyword.other.unit": "minute hour day week month quarter year",
  "support.type":
    "groups datasets purposes actions facts rules bodies decisions sanctions parties people organisations members "
    + "all_members votes_cast those_present weight this_agreement date",
  "constant.language":
    "no_one everyone any_member whoever_asks someone outsider the_person personal not_personal special identifying "
    + "yes_or_no withdrawn closed one_each rounded_up rounded_down rounded_nearest holdover the_notice the_opening "
    + "the_tally next_candidate stay_open unanimity consent silence_consents silence_objects majority do_not_count count "
    + "rejected adopted by_lot final suspensive no_chains with_chains plurality two_round approval stv published "
    + "approves refuses warning repair restriction suspension exclusion see correct erase restrict object move withdraw "
    + "human complain permitted prohibited not_provided undetermined no_outcome tied",
};
const known = new Map(Object.entries(classes).flatMap(([kind, keys]) => keys.split(" ").map((key) => [key, kind])));

const table = words();
for (const key of known.keys()) {
  if (!table.has(key)) throw new Error(`scripts/classes.mjs gives a colour to ${key}, which is no keyword`);
}

/** The scope of a keyword. One that nobody gave a colour names a clause. */
export const classOf = (key) => known.get(key) ?? "keyword.other.clause";
