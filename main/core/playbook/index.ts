export {
  placeNames,
  type PlaceName,
  type Playbook,
  type PlaybookProblem,
  type PlaybookStep,
  type PlaybookText,
  stepsOf,
} from './playbook.ts';
export { type PlaybookRead, readPlaybook } from './read.ts';
export { type Suggestion, suggestionOf, type Trouble } from './suggest.ts';
export { type BreachFacts, playbookNames, playbookValues } from './values.ts';
