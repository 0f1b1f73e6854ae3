export { type DeliveryNumbers, type Deployment, deliveryNumbers } from './delivery.ts';
export {
  type RecoveryMoment,
  recoveryLines,
  recoveryMoments,
  type RecoveryRecord,
  recoverySplit,
  type RecoveryStep,
  recoveryTime,
} from './split.ts';
