// `node --import register.mjs out/main/app.js`: every import of "electron" gets the stand-in.
import { registerHooks } from 'node:module';

const standIn = new URL('./electron/index.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier === 'electron/main' ? { url: standIn, shortCircuit: true } : next(specifier, context),
});
