import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import classes from './copy-calls.module.css';

interface CopyCallsProps {
  readonly calls: readonly string[];
  /** What the calls are for, for those who hear the button instead of seeing it. */
  readonly what: string;
  readonly title?: string;
}

/** The exact calls of a press, folded in, with one button that copies them all. Nothing is shown when there are none. */
export function CopyCalls({ calls, what, title = 'Exact calls' }: CopyCallsProps) {
  if (calls.length === 0) return null;
  const text = calls.join('\n');
  return (
    <details className={classes.calls}>
      <summary>{title}</summary>
      <div className={classes.code}>
        <pre>{text}</pre>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              size="compact-xs"
              onClick={copy}
              aria-label={`Copy ${what}`}
              leftSection={copied ? <IconCheck size={13} aria-hidden /> : <IconCopy size={13} aria-hidden />}
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </div>
    </details>
  );
}
