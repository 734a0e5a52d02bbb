import { blank, indicatorTable } from '../testing.ts';
import { changeImageSwapped } from './image-swapped.ts';
import { changed, NOT_TOLD, reportOf } from './testing.ts';

indicatorTable(changeImageSwapped, {
  fires: {
    'another repository': changed(
      reportOf(),
      reportOf({ container: { image: 'registry.example.com/shop/export:1.4.2' } }),
    ),
    'another registry': changed(
      reportOf(),
      reportOf({ container: { image: 'registry.example.net/shop/report:1.4.2' } }),
    ),
    'an image of Docker Hub': changed(reportOf(), reportOf({ container: { image: 'alpine' } })),
    'an init container': changed(
      reportOf({ pod: { initContainers: [{ name: 'first', image: 'registry.example.com/a:1' }] } }),
      reportOf({ pod: { initContainers: [{ name: 'first', image: 'registry.example.com/b:1' }] } }),
    ),
  },
  staysSilent: {
    'another tag': changed(reportOf(), reportOf({ container: { image: 'registry.example.com/shop/report:1.5.0' } })),
    'the same with a digest': changed(
      reportOf(),
      reportOf({ container: { image: `registry.example.com/shop/report@sha256:${'a'.repeat(64)}` } }),
    ),
    'the long name of Docker Hub': changed(
      reportOf({ container: { image: 'alpine' } }),
      reportOf({ container: { image: 'docker.io/library/alpine:3.22' } }),
    ),
    'a container that is added': changed(
      reportOf(),
      reportOf({ pod: { initContainers: [{ name: 'first', image: 'alpine' }] } }),
    ),
    'a creation': blank,
  },
  cannotTell: NOT_TOLD,
});
