import type { bundles } from '../../contract/bundles.ts';
import { listBundles } from '../../store/bundles.ts';
import { beginUpload, dropBundle, finishUpload, nextPiece, takePiece } from '../bundle/pieces.ts';
import { bundleRow } from '../bundle/row.ts';
import type { HandlersFor } from '../world.ts';

export const bundleHandlers: HandlersFor<typeof bundles> = {
  'bundles.list': (world) => listBundles(world.deps.store.reader).map(bundleRow),
  'bundles.export': (world, input) => nextPiece(world, input),
  'bundles.begin': (world, input) => ({ uploadId: beginUpload(world, input) }),
  'bundles.append': (world, input) => ({ bytes: takePiece(world, input) }),
  async 'bundles.finish'(world, input, caller) {
    const bundle = await finishUpload(world, input.uploadId, caller, (one) => caller.keep(bundleRow(one)));
    world.deps.changed({ table: 'reload', what: 'bundles' });
    return bundleRow(bundle);
  },
  'bundles.remove'(world, input, caller) {
    dropBundle(world, input.bundleId, input.reason, caller);
    world.deps.changed({ table: 'reload', what: 'bundles' });
    return {};
  },
};
