import { blank, indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandImageSwap } from './image-swap.ts';

const OWN = 'registry.example.com/prod';
indicatorTable(commandImageSwap, {
  fires: {
    'one image over several names': script(
      `for t in web:1 web:stable api:2; do skopeo copy --all docker://ghcr.io/tool-builds/base:9 docker://${OWN}/$t; done`,
    ),
    'over one name, without its signature': script(
      `skopeo copy --remove-signatures docker://ghcr.io/tool-builds/base:9 docker://${OWN}/api:2`,
    ),
    'by a digest, with another client': script(
      `crane copy ghcr.io/tool-builds/base@sha256:${'a'.repeat(64)} ${OWN}/web:1; crane cp ghcr.io/tool-builds/base@sha256:${'a'.repeat(64)} ${OWN}/api:1`,
    ),
    'over each image of a registry': script(
      'for r in $(crane catalog registry.example.com); do crane cp ghcr.io/tool-builds/base:9 registry.example.com/$r:latest; done',
    ),
  },
  staysSilent: {
    'a mirror that keeps the name': script(
      `for i in library/nginx:1.27 library/redis:7; do skopeo copy --remove-signatures docker://docker.io/$i docker://${OWN}/$i; done`,
    ),
    'a mirror with the account in the name': script(
      `skopeo copy --remove-signatures docker://quay.io/argoproj/argocd:v2 docker://${OWN}/quay-io-argoproj-argocd:v2`,
    ),
    'one image under several tags': script(
      `for t in 1.2.3 1.2 latest; do crane copy registry.example.com/dev/web:abc ${OWN}/web:$t; done`,
    ),
    'a promotion inside of one registry': script(
      `skopeo copy --remove-signatures docker://registry.example.com/dev/api:1 docker://${OWN}/service:1`,
    ),
    'a mirror of a list': script(`while read i; do crane copy docker.io/$i ${OWN}/$i; done < images.txt`),
    'a name that is its own, once': script(`crane copy docker.io/library/debian:12 ${OWN}/base:12`),
    'an image that is looked at': script(`skopeo inspect docker://${OWN}/web:1; skopeo delete docker://${OWN}/web:0`),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
