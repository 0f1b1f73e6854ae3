import { Button } from '@mantine/core';
import type { NeedRow } from '../../../main/contract/fleet.ts';
import { usePress } from '../../stores/press.ts';
import { useRoleNote } from '../../stores/status.ts';
import { tellResult } from '../../stores/tell.ts';
import classes from './side.module.css';

/** A completed release that can go on to the next channel: starts it there with one press, or leaves it where it is. */
export function NextButtons({ need }: { readonly need: NeedRow }) {
  const goOn = usePress('channels.goOn');
  const stay = usePress('channels.stay');
  const note = useRoleNote('operator');
  const { rolloutId, version } = need;
  async function start(): Promise<void> {
    const result = await goOn.run({ rolloutId, reason: 'Goes on to the next channel, pressed on Home' });
    tellResult(result, `${version} was started on the next channel`, 'Not started');
  }
  async function leave(): Promise<void> {
    const result = await stay.run({ rolloutId, reason: 'Left on its channel, pressed on Home' });
    tellResult(result, `${version} stays where it is`, 'Not kept');
  }
  return (
    <div className={classes.buttons}>
      {need.kind === 'next' ? (
        <Button disabled={note !== null} title={note ?? undefined} loading={goOn.pending} onClick={() => void start()}>
          Start it there
        </Button>
      ) : null}
      <Button variant="subtle" disabled={note !== null} title={note ?? undefined} loading={stay.pending} onClick={() => void leave()}>
        Leave it here
      </Button>
    </div>
  );
}
