import { transaction } from '../store/open.ts';
import { appendReadings } from '../store/readings.ts';
import type { EngineDeps } from './deps.ts';
import { createIntake, IntakeBatch } from './intake.ts';
import { intakeKey } from './poll-metrics.ts';
