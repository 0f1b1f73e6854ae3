/** Where users meet a release. `flag` targets switch behaviour inside an app that is already installed. */
export const surfaces = ['web', 'desktop', 'mobile', 'flag'] as const;
export type Surface = (typeof surfaces)[number];
