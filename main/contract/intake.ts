export { batchExample } from '../core/intake-words.ts';
