import { indicatorTable, UNSEEN, uses } from '../testing.ts';
import { imageAddressRegistry } from './address-registry.ts';

indicatorTable(imageAddressRegistry, {
  fires: {
    'an address': uses('203.0.113.7/tool:1'),
    'an address with a port': uses('203.0.113.7:5000/x/tool:1'),
    'an address of version 6': uses('[2001:db8::7]:5000/tool:1'),
    'a public address beside the private range': uses('172.32.0.1/tool:1'),
  },
  staysSilent: {
    'a private address': uses('192.168.1.20:5000/tool:1'),
    'another private address': uses('10.0.0.7/tool:1'),
    'the last private range': uses('172.31.0.7:5000/tool:1'),
    'shared address space': uses('100.64.0.9/tool:1'),
    'the machine itself': uses('127.0.0.1:5000/tool:1'),
    'a unique local address of version 6': uses('[fd00::7]:5000/tool:1'),
    'a name that begins with digits': uses('203.0.113.7.example.com/tool:1'),
    'an account at Docker Hub': uses('1password/op:2'),
  },
  cannotTell: UNSEEN,
});
