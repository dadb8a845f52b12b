import { toTerms } from '../intent/to-terms';

/** Words in names and descriptions of tools that do not tell what a tool is about. */
const WORDS =
  'a an the this that these those it its he she they we you i me my your our their his her of in on at to for from by ' +
  'with without as into about over under and or but not no if when while then than so is are was were be been being has ' +
  'have had do does did can could will would shall should may might must what which who where why how there here ' +
  'get gets set sets find finds fetch fetches look lookup retrieve retrieves return returns give gives given take takes ' +
  'use uses used using make makes call calls run runs do does show shows tell tells say let lets want wants need needs ' +
  'like know please help list lists read reads write writes check ' +
  'checks go put see ask asks answer answers come comes provide provides handle handles ' +
  'tool tools function functions api json object string number value values data info information detail details ' +
  'input output result results parameter parameters argument arguments user users caller client customer customers ' +
  'current currently specific specified certain given new old all any each every some one two other more most only just ' +
  'also very much many good best right now today thing things way kind type name names id ids item items example';

/** As `toTerms` writes them. */
export const TERMS_WITHOUT_TOPIC: ReadonlySet<string> = new Set(toTerms(WORDS));
