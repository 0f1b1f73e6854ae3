import type { SalvagedRow } from './salvage-rows.ts';
import type { TableShape } from './table-shape.ts';

type Column = TableShape['columns'][number];

/** Columns that hold text as people wrote it: it may begin like JSON and be none. */
const free: ReadonlySet<string> = new Set(['text', 'words', 'reason', 'title', 'name']);

function fits(column: Column, value: unknown): boolean {
  if (value === null || value === undefined) return !column.needed || value === undefined;
  switch (column.type) {
    case 'INTEGER':
      return Number.isSafeInteger(value);
    case 'REAL':
      return typeof value === 'number';
    case 'TEXT':
      return typeof value === 'string' && (free.has(column.name) || readable(value));
    default:
      return true;
  }
}

/** Text that begins as JSON must be JSON: one damaged row would keep every list from opening. */
function readable(value: string): boolean {
  if (!/^(\{"|\{\}|\["|\[\{|\[\])/.test(value)) return true;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

/** Whether a row that was read holds what its columns are for. Damage inside a page can leave a row that SQLite still reads. */
export function rowFits(table: TableShape, row: SalvagedRow): boolean {
  return table.columns.every((column) => fits(column, row[column.name]));
}
