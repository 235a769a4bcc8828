import { network } from "./network.ts";
import { Service } from "./service.ts";

const serviceA = new Service("service-a", 5101);
const serviceB = new Service("service-b", 5102, ["GROUP_ID=my-group"]);

export const networkName = network.name;
export const serviceAUrl = serviceA.url;
export const serviceBUrl = serviceB.url;
