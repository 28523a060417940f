import { STORES } from '../logging/choices';
import { storeNames } from '../logging/store/names';

/** Names of Elasticsearch; none can change later. */
export const elasticsearchNames = {
  ...storeNames(STORES.elasticsearch.name),
  /** Password of the built-in superuser; only the nodes' first start and the setup job use it. */
  superuserSecret: 'elasticsearch-elastic',
};
