export { exposed, wayBackOf } from './way-back.ts';
