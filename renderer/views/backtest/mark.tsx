import classes from './mark.module.css';

interface MarkProps {
  readonly sign: string;
  readonly tone: 'green' | 'yellow' | 'red' | 'quiet';
  readonly words: string;
}

/** A sign and a few words; the colour only repeats them. */
export function Mark({ sign, tone, words }: MarkProps) {
  return (
    <span className={`${classes.mark} ${classes[tone]}`}>
      <span className={classes.sign} aria-hidden>
        {sign}
      </span>
      <span>{words}</span>
    </span>
  );
}
