import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import envPaths from 'env-paths';

// Somebody in an emergency waits for this start: what was compiled once is not compiled again.
enableCompileCache(join(envPaths('tidegate', { suffix: '' }).cache, 'compiled'));
await import('./cli/program.ts');
