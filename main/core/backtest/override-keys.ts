/** What may be changed of a gate without writing the file by hand. */
export const overrideKeys = ['yellow', 'red', 'emergency', 'window', 'for', 'minSamples', 'consecutive'] as const;
export type OverrideKey = (typeof overrideKeys)[number];
