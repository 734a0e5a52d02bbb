import { blank, indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandCloudMachines } from './cloud-machines.ts';

indicatorTable(commandCloudMachines, {
  fires: {
    'a service in each region of a list': script(
      'for r in eu-west-1 us-east-1 us-west-2 ap-south-1; do aws configure set region $r; aws ecs create-service --cluster a --service-name a --task-definition a:1 --desired-count 10; done',
    ),
    'instances, by an option': script(
      'for r in eu-west-1 us-east-1 sa-east-1; do aws ec2 run-instances --region $r --instance-type c5.18xlarge --count 20 --image-id a; done',
    ),
    'by a variable of the client': script(
      'for r in eu-west-1 us-east-1 sa-east-1; do export AWS_DEFAULT_REGION=$r; aws sagemaker create-notebook-instance --notebook-instance-name a; done',
    ),
    'in whichever regions there are': script(
      "for r in $(aws ec2 describe-regions --query 'Regions[].RegionName' --output text); do aws ec2 request-spot-fleet --region $r --spot-fleet-request-config file://f.json; done",
    ),
    'of another cloud': script(
      'for z in europe-west1-b us-central1-a asia-east1-a; do gcloud compute instances create m --zone=$z --machine-type=n2-highcpu-80; done',
    ),
    'of a third cloud': script(
      'for l in westeurope eastus japaneast; do az vm create -g a -n m --location $l --image Ubuntu2204 --size Standard_F72s_v2; done',
    ),
  },
  staysSilent: {
    'a task in the region of the account': script(
      'aws ecs run-task --region eu-west-1 --cluster jobs --task-definition report:4',
    ),
    'the same in two regions': script(
      'for r in eu-west-1 eu-central-1; do aws ecs run-task --region $r --cluster jobs --task-definition report:4; done',
    ),
    'machines that are counted in all regions': script(
      'for r in eu-west-1 us-east-1 sa-east-1; do aws ec2 describe-instances --region $r; done',
    ),
    'machines that are stopped in all regions': script(
      "for r in $(aws ec2 describe-regions --query 'Regions[].RegionName' --output text); do aws ec2 stop-instances --region $r --instance-ids a; done",
    ),
    'machines that are listed': script(
      'gcloud compute instances list --zones=europe-west1-b,us-central1-a,asia-east1-a',
    ),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
