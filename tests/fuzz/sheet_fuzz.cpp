// Any bytes as the inside of a spreadsheet, zipped anew each time: damage reaches the reader of the sheet and
// not the checksums of the archive.
#include "fuzz/read_and_import.h"
#include "unit/io/archive.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using maillage::io::zipped;
    static const maillage::OneFile one_file;
    if (size < 3) {
        return 0;
    }
    const std::string body(reinterpret_cast<const char*>(data + 2), size - 2);
    const bool is_xlsx = data[1] % 2 == 0;
    const std::string types =
        R"(<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>)";
    const std::string book =
        R"(<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Feuille" sheetId="1" r:id="rId1"/></sheets></workbook>)";
    const std::string links =
        R"(<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>)";
    const std::string words =
        R"(<?xml version="1.0"?><sst><si><t>id</t></si><si><t>nom</t></si><si><t>Gare</t></si></sst>)";
    const bool are_words = data[1] % 8 == 2; // the table of shared words is the part that is damaged
    const std::string sheet =
        R"(<?xml version="1.0"?><worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>7</v></c></row></sheetData></worksheet>)";
    const std::string bytes =
        is_xlsx
            ? zipped({{"[Content_Types].xml", types},
                      {"xl/workbook.xml", book},
                      {"xl/_rels/workbook.xml.rels", links},
                      {"xl/worksheets/sheet1.xml", are_words ? sheet : body},
                      {"xl/sharedStrings.xml", are_words ? body : words}})
            : zipped({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", body}});
    maillage::read_and_import(one_file.put_file(is_xlsx ? ".xlsx" : ".ods",
                                                reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                                bytes.size()),
                              data[0]);
    return 0;
}
