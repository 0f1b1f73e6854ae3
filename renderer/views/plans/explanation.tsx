import { Card } from '../../parts/card.tsx';
import { Empty } from '../../parts/states.tsx';
import classes from './plans.module.css';

/** The plan in plain words, as the engine reads it. */
export function Explanation({ lines }: { readonly lines: readonly string[] }) {
  return (
    <Card title="In plain words">
      {lines.length === 0 ? (
        <Empty title="Nothing to explain yet">The words appear when the text has no problem.</Empty>
      ) : (
        <div className={classes.explanation}>
          {lines.map((line, index) => (
            <p key={`${index} ${line}`} data-indent={/^\s/.test(line)}>
              {line.trim()}
            </p>
          ))}
        </div>
      )}
    </Card>
  );
}
