"""Small notices written for the tests: fictional bodies, real structure."""

import json

EFORMS = """<?xml version="1.0" encoding="UTF-8"?>
<ContractNotice xmlns="urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
 xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"
 xmlns:efac="http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1"
 xmlns:efbc="http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1"
 xmlns:efext="http://data.europa.eu/p27/eforms-ubl-extensions/1">
 <ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension>
  <efac:NoticeSubType><cbc:SubTypeCode listName="notice-subtype">16</cbc:SubTypeCode></efac:NoticeSubType>
  <efac:Organizations><efac:Organization><efac:Company>
   <cac:PartyIdentification><cbc:ID>ORG-0001</cbc:ID></cac:PartyIdentification>
   <cac:PartyName><cbc:Name languageID="FRA">Ministère de la Digue</cbc:Name>
    <cbc:Name languageID="NLD">Ministerie van Dijken</cbc:Name></cac:PartyName>
   <cac:PostalAddress><cac:Country><cbc:IdentificationCode>NLD</cbc:IdentificationCode></cac:Country>
     </cac:PostalAddress>
   <cac:PartyLegalEntity><cbc:CompanyID>00000001</cbc:CompanyID></cac:PartyLegalEntity>
  </efac:Company></efac:Organization></efac:Organizations>
  <efac:Publication><efbc:NoticePublicationID schemeName="ojs-notice-id">00001234-2024</efbc:NoticePublicationID>
   <efbc:PublicationDate>2024-03-06Z</efbc:PublicationDate></efac:Publication>
 </efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>
 <cbc:CustomizationID>eforms-sdk-1.10</cbc:CustomizationID>
 <cbc:ID schemeName="notice-id">11111111-2222-4333-8444-555555555555</cbc:ID>
 <cbc:ContractFolderID>aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee</cbc:ContractFolderID>
 <cbc:IssueDate>2024-03-04+01:00</cbc:IssueDate><cbc:VersionID>01</cbc:VersionID>
 <cbc:RegulatoryDomain>32014L0024</cbc:RegulatoryDomain>
 <cbc:NoticeTypeCode listName="competition">cn-standard</cbc:NoticeTypeCode>
 <cbc:NoticeLanguageCode>NLD</cbc:NoticeLanguageCode>
 <cac:AdditionalNoticeLanguage><cbc:ID>FRA</cbc:ID></cac:AdditionalNoticeLanguage>
 <cac:ContractingParty>
  <cac:ContractingPartyType><cbc:PartyTypeCode listName="buyer-legal-type">cga</cbc:PartyTypeCode>
  </cac:ContractingPartyType>
  <cac:Party><cac:PartyIdentification><cbc:ID>ORG-0001</cbc:ID></cac:PartyIdentification></cac:Party>
 </cac:ContractingParty>
 <cac:TenderingProcess><cbc:ProcedureCode>open</cbc:ProcedureCode></cac:TenderingProcess>
 <cac:ProcurementProject>
  <cbc:Name languageID="NLD">Werkkleding</cbc:Name>
     <cbc:Description languageID="NLD">Kleding &amp; schoenen</cbc:Description>
  <cbc:ProcurementTypeCode listName="contract-nature">supplies</cbc:ProcurementTypeCode>
  <cac:RequestedTenderTotal>
     <cbc:EstimatedOverallContractAmount currencyID="EUR">500000.50</cbc:EstimatedOverallContractAmount>
  </cac:RequestedTenderTotal>
  <cac:MainCommodityClassification><cbc:ItemClassificationCode>18100000</cbc:ItemClassificationCode>
  </cac:MainCommodityClassification>
  <cac:AdditionalCommodityClassification><cbc:ItemClassificationCode>18800000</cbc:ItemClassificationCode>
  </cac:AdditionalCommodityClassification>
 </cac:ProcurementProject>
 <cac:ProcurementProjectLot><cbc:ID schemeName="Lot">LOT-0001</cbc:ID>
  <cac:TenderingTerms>
   <cac:ContractExecutionRequirement>
    <cbc:ExecutionRequirementCode listName="reserved-execution">no</cbc:ExecutionRequirementCode>
    <cbc:Description languageID="NLD">geen voorwaarde</cbc:Description></cac:ContractExecutionRequirement>
   <cac:ContractExecutionRequirement>
    <cbc:ExecutionRequirementCode listName="conditions">performance</cbc:ExecutionRequirementCode>
    <cbc:Description languageID="NLD">Internationale Sociale Voorwaarden</cbc:Description>
   </cac:ContractExecutionRequirement>
   <cac:AwardingTerms><cac:AwardingCriterion><cac:SubordinateAwardingCriterion>
    <ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension>
     <efac:AwardCriterionParameter><efbc:ParameterCode listName="number-weight">per-exa</efbc:ParameterCode>
      <efbc:ParameterNumeric>60</efbc:ParameterNumeric></efac:AwardCriterionParameter>
    </efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>
    <cbc:AwardingCriterionTypeCode listName="award-criterion-type">quality</cbc:AwardingCriterionTypeCode>
    <cbc:Name languageID="NLD">Plan van aanpak</cbc:Name>
   </cac:SubordinateAwardingCriterion></cac:AwardingCriterion></cac:AwardingTerms>
  </cac:TenderingTerms>
  <cac:TenderingProcess>
   <cac:TenderSubmissionDeadlinePeriod><cbc:EndDate>2024-04-20+01:00</cbc:EndDate>
     </cac:TenderSubmissionDeadlinePeriod>
   <cac:ContractingSystem>
    <cbc:ContractingSystemTypeCode listName="framework-agreement">fa-wo-rc</cbc:ContractingSystemTypeCode>
   </cac:ContractingSystem>
   <cac:ContractingSystem><cbc:ContractingSystemTypeCode listName="dps-usage">none</cbc:ContractingSystemTypeCode>
   </cac:ContractingSystem>
  </cac:TenderingProcess>
  <cac:ProcurementProject><cbc:Name languageID="NLD">Kleding</cbc:Name>
   <cbc:Description languageID="NLD">Jassen</cbc:Description>
   <cac:ProcurementAdditionalType>
     <cbc:ProcurementTypeCode listName="social-objective">hum-right</cbc:ProcurementTypeCode>
   </cac:ProcurementAdditionalType>
   <cac:ProcurementAdditionalType>
     <cbc:ProcurementTypeCode listName="strategic-procurement">soc-obj</cbc:ProcurementTypeCode>
   </cac:ProcurementAdditionalType>
   <cac:MainCommodityClassification><cbc:ItemClassificationCode>18110000</cbc:ItemClassificationCode>
   </cac:MainCommodityClassification>
  </cac:ProcurementProject>
 </cac:ProcurementProjectLot>
</ContractNotice>"""

TED = """<?xml version="1.0" encoding="UTF-8"?>
<TED_EXPORT xmlns="http://publications.europa.eu/resource/schema/ted/R2.0.9/publication" VERSION="R2.0.9.S03.E01"
 DOC_ID="000123-2019" EDITION="2019001">
 <TECHNICAL_SECTION><FORM_LG_LIST>NL EN </FORM_LG_LIST></TECHNICAL_SECTION>
 <CODED_DATA_SECTION>
  <REF_OJS><DATE_PUB>20190104</DATE_PUB></REF_OJS>
  <NOTICE_DATA><NO_DOC_OJS>2019/S 003-000123</NO_DOC_OJS><LG_ORIG>NL</LG_ORIG><ISO_COUNTRY VALUE="NL"/>
   <ORIGINAL_CPV CODE="55500000">Catering</ORIGINAL_CPV></NOTICE_DATA>
  <CODIF_DATA><DS_DATE_DISPATCH>20190102</DS_DATE_DISPATCH><AA_AUTHORITY_TYPE CODE="1">x</AA_AUTHORITY_TYPE>
   <TD_DOCUMENT_TYPE CODE="3">x</TD_DOCUMENT_TYPE><NC_CONTRACT_NATURE CODE="4">x</NC_CONTRACT_NATURE>
   <PR_PROC CODE="1">x</PR_PROC></CODIF_DATA>
 </CODED_DATA_SECTION>
 <FORM_SECTION>
  <F21_2014 CATEGORY="TRANSLATION" FORM="F21" LG="EN"><OBJECT_CONTRACT><TITLE><P>Translated</P></TITLE>
     </OBJECT_CONTRACT>
  </F21_2014>
  <F21_2014 CATEGORY="ORIGINAL" FORM="F21" LG="NL">
   <LEGAL_BASIS VALUE="32014L0024"/><NOTICE TYPE="CONTRACT"/>
   <CONTRACTING_BODY><ADDRESS_CONTRACTING_BODY><OFFICIALNAME>Dienst Zandbanken</OFFICIALNAME>
     <NATIONALID>2</NATIONALID><COUNTRY VALUE="NL"/></ADDRESS_CONTRACTING_BODY><CA_TYPE VALUE="MINISTRY"/>
     </CONTRACTING_BODY>
   <OBJECT_CONTRACT><TITLE><P>Bedrijfscatering</P></TITLE><REFERENCE_NUMBER>Z-1</REFERENCE_NUMBER>
    <CPV_MAIN><CPV_CODE CODE="55500000"/></CPV_MAIN><TYPE_CONTRACT CTYPE="SERVICES"/>
    <SHORT_DESCR><P>Eerste alinea</P><P>tweede <FT TYPE="SUP">e</FT></P></SHORT_DESCR>
    <VAL_ESTIMATED_TOTAL CURRENCY="EUR">900000.00</VAL_ESTIMATED_TOTAL>
    <OBJECT_DESCR ITEM="1"><LOT_NO>1</LOT_NO><TITLE><P>Noord</P></TITLE>
     <CPV_ADDITIONAL><CPV_CODE CODE="15860000"/></CPV_ADDITIONAL><SHORT_DESCR><P>Noord</P></SHORT_DESCR>
     <AC><AC_QUALITY><AC_CRITERION>Smaak</AC_CRITERION><AC_WEIGHTING>40 %</AC_WEIGHTING></AC_QUALITY>
      <AC_PRICE><AC_WEIGHTING>60</AC_WEIGHTING></AC_PRICE></AC>
     <VAL_OBJECT CURRENCY="EUR">400000</VAL_OBJECT></OBJECT_DESCR>
    <OBJECT_DESCR ITEM="2"><LOT_NO>2</LOT_NO><SHORT_DESCR><P>Zuid</P></SHORT_DESCR></OBJECT_DESCR>
   </OBJECT_CONTRACT>
   <LEFTI><PERFORMANCE_CONDITIONS><P>Ketenverantwoordelijkheid volgens de OESO-richtlijnen</P>
     </PERFORMANCE_CONDITIONS></LEFTI>
   <PROCEDURE><FRAMEWORK/><NOTICE_NUMBER_OJ>2018/S 200-000456</NOTICE_NUMBER_OJ>
    <DATE_RECEIPT_TENDERS>2019-02-11</DATE_RECEIPT_TENDERS></PROCEDURE>
  </F21_2014>
 </FORM_SECTION>
</TED_EXPORT>"""

TED_OLD = """<?xml version="1.0" encoding="UTF-8"?>
<TED_EXPORT xmlns="http://publications.europa.eu/resource/schema/ted/R2.0.8/publication" DOC_ID="000789-2015">
 <CODED_DATA_SECTION><REF_OJS><DATE_PUB>20150304</DATE_PUB></REF_OJS>
  <NOTICE_DATA><LG_ORIG>NL</LG_ORIG><ISO_COUNTRY VALUE="NL"/></NOTICE_DATA>
  <CODIF_DATA><DS_DATE_DISPATCH>20150302</DS_DATE_DISPATCH><AA_AUTHORITY_TYPE CODE="1">x</AA_AUTHORITY_TYPE>
   <TD_DOCUMENT_TYPE CODE="3">x</TD_DOCUMENT_TYPE><NC_CONTRACT_NATURE CODE="2">x</NC_CONTRACT_NATURE>
   <DIRECTIVE VALUE="2009/81/EC"/></CODIF_DATA></CODED_DATA_SECTION>
 <FORM_SECTION><CONTRACT_DEFENCE CATEGORY="ORIGINAL" FORM="17" LG="NL"><FD_CONTRACT_DEFENCE CTYPE="SUPPLIES">
  <AUTHORITY><CA_CE_CONCESSIONAIRE_PROFILE><ORGANISATION><OFFICIALNAME>Ministerie van Dijken</OFFICIALNAME>
     </ORGANISATION>
    <COUNTRY VALUE="NL"/></CA_CE_CONCESSIONAIRE_PROFILE><TYPE_OF_CONTRACTING_AUTHORITY VALUE="MINISTRY"/></AUTHORITY>
  <OBJECT><TITLE_CONTRACT><P>Laarzen</P></TITLE_CONTRACT><CPV><CPV_MAIN><CPV_CODE CODE="18810000"/></CPV_MAIN></CPV>
   <NOTICE_INVOLVES_DEFENCE VALUE="ESTABLISHMENT_FRAMEWORK_AGREEMENT"/>
   <LOTS><F17_ANNEX_B ITEM="1"><LOT_NUMBER>1</LOT_NUMBER><LOT_TITLE>Hoog</LOT_TITLE>
     <CPV><CPV_MAIN><CPV_CODE CODE="18816000"/></CPV_MAIN></CPV>
     <COSTS_RANGE_AND_CURRENCY CURRENCY="EUR"><VALUE_COST FMTVAL="1000.00">1 000,00</VALUE_COST>
     </COSTS_RANGE_AND_CURRENCY>
   </F17_ANNEX_B></LOTS>
   <SCOPE><COSTS_RANGE_AND_CURRENCY CURRENCY="EUR"><VALUE_COST FMTVAL="250000.00">250 000,00</VALUE_COST>
   </COSTS_RANGE_AND_CURRENCY></SCOPE></OBJECT>
 </FD_CONTRACT_DEFENCE></CONTRACT_DEFENCE></FORM_SECTION>
</TED_EXPORT>"""

RELEASE = {
    "ocid": "ocds-000000-1",
    "id": "1-tender",
    "date": "2024-05-01T10:00:00Z",
    "language": "nl",
    "tag": ["tender"],
    "buyer": {"id": "B1", "name": "Dienst Zandbanken"},
    "parties": [
        {
            "id": "B1",
            "name": "Dienst Zandbanken",
            "roles": ["buyer"],
            "address": {"countryName": "Netherlands"},
            "details": {"classifications": [{"scheme": "TED_CA_TYPE", "id": "cga"}]},
        }
    ],
    "tender": {
        "title": "Zonnepanelen",
        "mainProcurementCategory": "goods",
        "procurementMethod": "open",
        "value": {"amount": 1000000.10, "currency": "EUR"},
        "items": [{"relatedLot": "L1", "classification": {"scheme": "CPV", "id": "09331200"}}],
        "lots": [
            {
                "id": "L1",
                "description": "Dak",
                "value": {"amount": 1000000.10, "currency": "EUR"},
                "sustainability": [{"goal": "social.humanRightsInSupplyChain"}, {"goal": "environmental.other"}],
                "contractTerms": {"performanceTerms": "Due diligence in de keten"},
                "awardCriteria": {"criteria": [{"type": "price", "name": "Prijs", "numbers": [{"number": 70}]}]},
            }
        ],
        "tenderPeriod": {"endDate": "2024-06-01T12:00:00Z"},
    },
}


def ocds(**changes: object) -> bytes:
    """The release as JSON, with fields put in its place."""
    return json.dumps({**RELEASE, **changes}).encode()
