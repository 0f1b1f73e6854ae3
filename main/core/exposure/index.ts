export { type Exposed, exposureSources, type ExposureGround, type ExposureSource, type IntakeCount, targetExposure } from './target.ts';
export { type Exposure, exposureOf, type ExposureSum } from './total.ts';
