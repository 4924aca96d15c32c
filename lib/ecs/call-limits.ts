import "server-only";

/**
 * How many calls ECS takes in a minute, for each action, region and account, whoever makes them. The figures are shown
 * in the vendor's Quota Center only; these are the ones its own container network plugin (terway) keeps to.
 */
const PER_MINUTE: Readonly<Record<string, number>> = {
  DescribeNetworkInterfaces: 800,
  DescribeVSwitches: 300,
  DetachNetworkInterface: 400,
};
const PER_MINUTE_OTHERWISE = 500;

/** The other half belongs to the console, Terraform and every other tool of the account. */
const OUR_SHARE = 0.5;
/** Walks leave a tenth of our share to pre-flights and to whoever follows a request. */
const SHARE_OF_WALKS = 0.9;

/** How many calls of an action we allow ourselves in a minute and region; of walks, a part of that. */
export function allowedPerMinute(action: string): { all: number; walks: number } {
  const all = Math.floor((PER_MINUTE[action] ?? PER_MINUTE_OTHERWISE) * OUR_SHARE);
  return { all, walks: Math.floor(all * SHARE_OF_WALKS) };
}
