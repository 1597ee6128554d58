" Vim syntax file. Language: Meent.
" Made by editors/vscode/scripts/keyword-files.mjs from grammar/words.toml.
if exists("b:current_syntax")
  finish
endif
syntax spell toplevel
syntax iskeyword @,48-57,_,-,192-255
syntax match meentDeclaration "\%(\k\|[.:]\)\@1<!\%(gegevensset\|gescheiden\|doeleinde\|handeling\|decision\|sanction\|scenario\|separate\|besluit\|commons\|dataset\|gebruik\|purpose\|sanctie\|action\|member\|orgaan\|partij\|field\|groep\|group\|meent\|party\|recht\|regel\|right\|body\|fact\|feit\|rule\|veld\|lid\|use\)\%(\k\|[.:]\k\)\@!"
syntax match meentClause "\%(\k\|[.:]\)\@1<!\%(verwerkingsverantwoordelijke\|aansprakelijkheid\|effectbeoordeling\|vertegenwoordigd\|noodbevoegdheid\|deelnamequorum\|bewaartermijn\|gecontroleerd\|oproeptermijn\|onthoudingen\|opzegtermijn\|zittingsduur\|abstentions\|bekrachtigd\|beveiliging\|controllers\|information\|opbrengsten\|represented\|stemtermijn\|toelichting\|voorgesteld\|abstaining\|beheerders\|beoordeeld\|controller\|doorbroken\|geschillen\|informatie\|onthouding\|overridden\|processors\|rechtsvorm\|startgetal\|toegelaten\|verschoond\|verwerkers\|volmachten\|voorzitter\|beheerder\|decimalen\|delegates\|delegeert\|effective\|emergency\|grondslag\|liability\|ontslagen\|overschot\|processor\|retention\|termijnen\|vacancies\|vacatures\|vergadert\|verwerker\|waarnemer\|withdraws\|aanvaard\|aanwezig\|admitted\|appoints\|benefits\|decimals\|disputes\|expelled\|gehouden\|licentie\|location\|ongeldig\|ontslaat\|opzeggen\|proposed\|ratified\|register\|security\|abstain\|address\|against\|audited\|benoemt\|beslist\|betaald\|changes\|contact\|decides\|formaat\|genomen\|interim\|invalid\|keepers\|licence\|license\|locatie\|missing\|proxies\|recused\|removed\|removes\|stemmen\|surplus\|termijn\|version\|vervuld\|waarvan\|wijzigt\|aantal\|accept\|blanco\|filled\|format\|judged\|keeper\|kosten\|loting\|notice\|omvang\|ontzet\|quorum\|recuse\|rondes\|rounds\|schaal\|serves\|strata\|versie\|vraagt\|zetels\|about\|adres\|audit\|basis\|blank\|chair\|dient\|lagen\|leave\|meets\|nodig\|scale\|seats\|taken\|tegen\|terms\|votes\|vraag\|zetel\|alle\|doel\|fees\|form\|goal\|held\|note\|over\|paid\|seat\|seed\|size\|term\|veto\|all\|ask\|hoe\|how\|law\|tie\)\%(\k\|[.:]\k\)\@!"
syntax match meentKind "\%(\k\|[.:]\)\@1<!\%(organisations\|organizations\|gegevenssets\|organisaties\|handelingen\|stemgewicht\|aanwezigen\|doeleinden\|besluiten\|decisions\|sanctions\|datasets\|partijen\|personen\|purposes\|sancties\|actions\|groepen\|members\|organen\|parties\|present\|bodies\|feiten\|groups\|mensen\|people\|regels\|weight\|datum\|facts\|leden\|rules\|date\)\%(\k\|[.:]\k\)\@!"
syntax match meentConstant "\%(\k\|[.:]\)\@1<!\%(goedkeuringsstemming\|overdraagbaarheid\|persoonsgegevens\|identificerend\|rectificatie\|undetermined\|waarschuwing\|identifying\|meerderheid\|opschortend\|restriction\|aangenomen\|corrigeren\|definitief\|intrekking\|ontzetting\|overdragen\|prohibited\|suspension\|suspensive\|toegestaan\|beperking\|bijzonder\|exclusion\|intrekken\|onbeslist\|permitted\|plurality\|published\|schorsing\|unanimity\|verworpen\|approves\|beperken\|complain\|everyone\|gesloten\|iedereen\|majority\|openbaar\|personal\|rejected\|restrict\|somebody\|verboden\|withdraw\|adopted\|bezwaar\|consent\|correct\|herstel\|niemand\|refuses\|someone\|special\|warning\|weigert\|wissing\|anyone\|closed\|iemand\|inzage\|inzien\|klacht\|klagen\|object\|repair\|wissen\|count\|erase\|final\|move\|tied\|see\)\%(\k\|[.:]\k\)\@!"
syntax match meentModality "\%(\k\|[.:]\)\@1<!\%(moeten\|nobody\|mogen\|moet\|must\|mag\|may\)\%(\k\|[.:]\k\)\@!"
syntax match meentCondition "\%(\k\|[.:]\)\@1<!\%(otherwise\|verwacht\|because\|despite\|ondanks\|wanneer\|anders\|expect\|omdat\|niet\|then\|when\|als\|and\|dan\|not\|en\|if\|of\|or\)\%(\k\|[.:]\k\)\@!"
syntax match meentConnective "\%(\k\|[.:]\)\@1<!\%(binnen\|iedere\|within\|eerst\|every\|first\|ieder\|until\|vanaf\|door\|each\|elke\|from\|voor\|with\|aan\|elk\|for\|met\|tot\|uit\|van\|as\|by\|in\|te\|to\)\%(\k\|[.:]\k\)\@!"
syntax match meentComparison "\%(\k\|[.:]\)\@1<!\%(hoogstens\|minstens\|between\|exactly\|precies\|before\|tussen\|after\|is\|na\|on\|op\)\%(\k\|[.:]\k\)\@!"
syntax match meentUnit "\%(\k\|[.:]\)\@1<!\%(kwartalen\|kwartaal\|quarters\|maanden\|minuten\|minutes\|quarter\|minute\|minuut\|months\|dagen\|hours\|jaren\|maand\|month\|weeks\|weken\|years\|days\|hour\|jaar\|uren\|week\|year\|dag\|day\|uur\)\%(\k\|[.:]\k\)\@!"
syntax match meentClause "\%(\k\|[.:]\)\@1<!\%(gezamenlijke\_s\+verantwoordelijkheid\|stilzwijgende\_s\+instemming\|participation\_s\+quorum\|verslag\_s\+ondertekend\|authentic\_s\+language\|aanvragen\_s\+beslist\|impact\_s\+assessment\|joint\_s\+controllers\|authentieke\_s\+taal\|counting\_s\+proxies\|requests\_s\+decided\|vastgesteld\_s\+door\|breach\_s\+reported\|geen\_s\+volmachten\|logboek\_s\+bewaard\|aangenomen\_s\+met\|ambtshalve\_s\+uit\|bij\_s\+ontbinding\|blanco\_s\+stemmen\|datalek\_s\+gemeld\|geweigerd\_s\+door\|lazy\_s\+consensus\|never\_s\+touching\|on\_s\+dissolution\|verkiezing\_s\+bij\|record\_s\+signed\|smallest\_s\+cell\|stemming\_s\+over\|afgeleid\_s\+van\|benoemd\_s\+door\|derived\_s\+from\|escalates\_s\+to\|gedeeld\_s\+door\|gekozen\_s\+door\|gewogen\_s\+naar\|kleinste\_s\+cel\|ontzet\_s\+vanaf\|begrensd\_s\+op\|bij\_s\+vertrek\|blank\_s\+votes\|election\_s\+by\|expels\_s\+from\|passes\_s\+with\|weighted\_s\+by\|beroep\_s\+aan\|beroep\_s\+bij\|divided\_s\+by\|drawn\_s\+from\|elected\_s\+by\|geloot\_s\+uit\|het\_s\+quorum\|in\_s\+werking\|no\_s\+proxies\|nooit\_s\+over\|on\_s\+leaving\|ontzet\_s\+uit\|ontzet\_s\+van\|refused\_s\+by\|the\_s\+quorum\|admits\_s\+to\|appeal\_s\+to\|capped\_s\+at\|gaat\_s\+naar\|logs\_s\+kept\|number\_s\+of\|vraagt\_s\+om\|given\_s\+by\|named\_s\+by\|open\_s\+for\|trekt\_s\+in\|asks\_s\+to\|een\_s\+van\|of\_s\+whom\|vote\_s\+on\|one\_s\+of\)\%(\k\|[.:]\k\)\@!"
syntax match meentKind "\%(\k\|[.:]\)\@1<!\%(uitgebrachte\_s\+stemmen\|deze\_s\+overeenkomst\|this\_s\+agreement\|those\_s\+present\|all\_s\+members\|alle\_s\+leden\|votes\_s\+cast\)\%(\k\|[.:]\k\)\@!"
syntax match meentConstant "\%(\k\|[.:]\)\@1<!\%(menselijke\_s\+beoordeling\|geen\_s\+persoonsgegevens\|rekenkundig\_s\+afgerond\|een\_s\+buitenstaander\|gewone\_s\+meerderheid\|algemene\_s\+stemmen\|silence\_s\+consents\|zonder\_s\+doorgeven\|approval\_s\+voting\|silence\_s\+objects\|stemmen\_s\+staken\|without\_s\+chains\|met\_s\+doorgeven\|niet\_s\+geregeld\|blijven\_s\+open\|geen\_s\+uitslag\|human\_s\+review\|not\_s\+personal\|rounded\_s\+down\|whoever\_s\+asks\|an\_s\+outsider\|the\_s\+opening\|twee\_s\+rondes\|with\_s\+chains\|any\_s\+member\|de\_s\+opening\|de\_s\+persoon\|de\_s\+telling\|no\_s\+outcome\|rounded\_s\+up\|tellen\_s\+mee\|the\_s\+notice\|the\_s\+person\|two\_s\+rounds\|wie\_s\+vraagt\|de\_s\+oproep\|ieder\_s\+lid\|stay\_s\+open\|the\_s\+tally\|one\_s\+each\|stemt\_s\+in\|elk\_s\+lid\|by\_s\+lot\|no\_s\+one\)\%(\k\|[.:]\k\)\@!"
syntax match meentModality "\%(\k\|[.:]\)\@1<!\%(mogen\_s\+niet\|mag\_s\+niet\|must\_s\+not\|may\_s\+not\)\%(\k\|[.:]\k\)\@!"
syntax match meentCondition "\%(\k\|[.:]\)\@1<!\%(die\_s\+ook\|or\_s\+else\|zo\_s\+niet\)\%(\k\|[.:]\k\)\@!"
syntax match meentConnective "\%(\k\|[.:]\)\@1<!\%(tot\_s\+hoogstens\|per\_s\+persoon\|van\_s\+alle\|of\_s\+all\|up\_s\+to\)\%(\k\|[.:]\k\)\@!"
syntax match meentComparison "\%(\k\|[.:]\)\@1<!\%(is\_s\+aangenomen\|werd\_s\+gehaald\|ten\_s\+hoogste\|has\_s\+passed\|minder\_s\+dan\|ten\_s\+minste\|less\_s\+than\|more\_s\+than\|at\_s\+least\|meer\_s\+dan\|at\_s\+most\|is\_s\+niet\|was\_s\+met\|is\_s\+not\)\%(\k\|[.:]\k\)\@!"
syntax match meentClause "\%(\k\|[.:]\)\@1<!\%(zonder\_s\+de\_s\+verschoonden\|volmachten\_s\+tellen\_s\+mee\|beslissende\_s\+stem\_s\+van\|not\_s\+counting\_s\+proxies\|gemeten\_s\+bij\_s\+opening\|measured\_s\+at\_s\+opening\|met\_s\+de\_s\+verschoonden\|without\_s\+the\_s\+recused\|staken\_s\+van\_s\+stemmen\|with\_s\+the\_s\+recused\|casting\_s\+vote\_s\+of\|een\_s\+lege\_s\+klasse\|ex\_s\+officio\_s\+from\|an\_s\+empty\_s\+class\|gaat\_s\+door\_s\+naar\|gaat\_s\+door\_s\+aan\|weights\_s\+as\_s\+of\|drawn\_s\+by\_s\+lot\|laat\_s\+toe\_s\+aan\|laat\_s\+toe\_s\+tot\|to\_s\+the\_s\+power\|tot\_s\+de\_s\+macht\)\%(\k\|[.:]\k\)\@!"
syntax match meentConstant "\%(\k\|[.:]\)\@1<!\%(enkelvoudige\_s\+overdraagbare\_s\+stem\|single\_s\+transferable\_s\+vote\|de\_s\+volgende\_s\+kandidaat\|naar\_s\+beneden\_s\+afgerond\|blijft\_s\+tot\_s\+opvolging\|stays\_s\+until\_s\+replaced\|naar\_s\+boven\_s\+afgerond\|the\_s\+next\_s\+candidate\|zwijgen\_s\+is\_s\+bezwaar\|zwijgen\_s\+stemt\_s\+toe\|not\_s\+provided\_s\+for\|tellen\_s\+niet\_s\+mee\|do\_s\+not\_s\+count\|door\_s\+het\_s\+lot\|een\_s\+per\_s\+lid\|ja\_s\+of\_s\+nee\|yes\_s\+or\_s\+no\)\%(\k\|[.:]\k\)\@!"
syntax match meentCondition "\%(\k\|[.:]\)\@1<!\%(who\_s\+are\_s\+also\|who\_s\+is\_s\+also\)\%(\k\|[.:]\k\)\@!"
syntax match meentConnective "\%(\k\|[.:]\)\@1<!\%(en\_s\+daarna\_s\+aan\|en\_s\+daarna\_s\+bij\|and\_s\+then\_s\+to\|tot\_s\+en\_s\+met\)\%(\k\|[.:]\k\)\@!"
syntax match meentComparison "\%(\k\|[.:]\)\@1<!\%(werd\_s\+niet\_s\+gehaald\|was\_s\+not\_s\+met\)\%(\k\|[.:]\k\)\@!"
syntax match meentClause "\%(\k\|[.:]\)\@1<!\%(bij\_s\+te\_s\+weinig\_s\+stemgerechtigden\|volmachten\_s\+tellen\_s\+niet\_s\+mee\|gemeten\_s\+bij\_s\+elke\_s\+stemming\|gemeten\_s\+bij\_s\+de\_s\+telling\|measured\_s\+at\_s\+each\_s\+vote\|measured\_s\+at\_s\+the\_s\+tally\|if\_s\+too\_s\+few\_s\+remain\)\%(\k\|[.:]\k\)\@!"
syntax match meentConstant "\%(\k\|[.:]\)\@1<!\%(rounded\_s\+to\_s\+the\_s\+nearest\|withdrawn\_s\+at\_s\+any\_s\+time\|altijd\_s\+in\_s\+te\_s\+trekken\)\%(\k\|[.:]\k\)\@!"
syntax match meentClause "\%(\k\|[.:]\)\@1<!\%(gewichten\_s\+op\_s\+de\_s\+dag\_s\+van\)\%(\k\|[.:]\k\)\@!"
syntax match meentNumber "\%(\k\)\@1<!-\?\d\+\%(\.\d\+\)*%\?\%(\k\)\@!"
syntax match meentDate "\%(\k\)\@1<!\d\{4}-\d\d-\d\d\%(\k\)\@!"
syntax match meentLanguage "\<\%(nl\|en\)\ze\s*\""
syntax match meentEscape contained "\\."
syntax region meentString start=+"+ skip=+\\.+ end=+"+ contains=meentEscape,@Spell
syntax match meentComment "#.*$" contains=@Spell,meentTodo
syntax keyword meentTodo contained TODO FIXME
syntax region meentBody matchgroup=Delimiter start=+{+ end=+}+ transparent fold
highlight default link meentDeclaration Structure
highlight default link meentModality Conditional
highlight default link meentCondition Conditional
highlight default link meentComparison Operator
highlight default link meentConnective Keyword
highlight default link meentUnit Type
highlight default link meentKind Type
highlight default link meentConstant Constant
highlight default link meentClause Statement
highlight default link meentNumber Number
highlight default link meentDate Number
highlight default link meentLanguage StorageClass
highlight default link meentString String
highlight default link meentEscape SpecialChar
highlight default link meentComment Comment
highlight default link meentTodo Todo
let b:current_syntax = "meent"
