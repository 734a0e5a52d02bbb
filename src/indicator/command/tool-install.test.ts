import { blank, indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandToolInstall } from './tool-install.ts';

indicatorTable(commandToolInstall, {
  fires: {
    'kubectl from its publisher': script(
      'curl -LO https://dl.k8s.io/release/v1.36.0/bin/linux/amd64/kubectl && chmod +x kubectl && ./kubectl version',
    ),
    'an archive of a known organisation': script(
      'wget https://github.com/mikefarah/yq/releases/download/v4/yq -O /usr/bin/yq && chmod +x /usr/bin/yq',
    ),
  },
  staysSilent: {
    'the same without running it': script('curl -LO https://dl.k8s.io/release/v1.36.0/bin/linux/amd64/kubectl'),
    'an unknown organisation': script('curl -Lo a https://github.com/example/a/releases/download/v1/a; chmod +x a'),
    'a publisher without https': script('curl -Lo a http://dl.k8s.io/a; chmod +x a'),
    'a path that leads out of the known place': script('curl -o a https://github.com/helm/../example/a; chmod +x a'),
    'a second address beside the publisher': script('curl -o a https://dl.k8s.io/a http://203.0.113.7/a; chmod +x a'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
