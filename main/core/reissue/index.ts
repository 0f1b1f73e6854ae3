export { type FileFacts, judgeFile } from './inside.ts';
export { byUse, filesNamedIn, isInstaller, manifestFault, manifestFor, manifestOf, type RealFile } from './manifest.ts';
export {
  type InsideVerdict,
  insideVerdicts,
  manifestVerdicts,
  type ReissueFile,
  type ReissueManifest,
  type ReissuePlan,
  type ReissueStep,
  stepStates,
} from './model.ts';
export { planReissue, type ReissueGround, versionFault } from './plan.ts';
export { compareVersions, isVersion, nextAbove, updatesTo } from './version-order.ts';
