package org.andiron.storage.content;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;

/** Makes PDF documents. */
final class Pdf {

  private Pdf() {}

  /** A page with a line of text. */
  static byte[] of(String line) throws IOException {
    try (PDDocument document = new PDDocument();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      PDPage page = new PDPage();
      document.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        content.beginText();
        content.setFont(new PDType1Font(FontName.HELVETICA), 12);
        content.newLineAtOffset(50, 700);
        content.showText(line);
        content.endText();
      }
      document.save(bytes);
      return bytes.toByteArray();
    }
  }

  /** A page with this content, in which the font is called F1. */
  static byte[] withContent(String content) throws IOException {
    try (PDDocument document = new PDDocument();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      PDPage page = new PDPage();
      document.addPage(page);
      PDResources resources = new PDResources();
      resources.put(COSName.getPDFName("F1"), new PDType1Font(FontName.HELVETICA));
      page.setResources(resources);
      PDStream stream = new PDStream(document);
      try (OutputStream octets = stream.createOutputStream(COSName.FLATE_DECODE)) {
        octets.write(content.getBytes(StandardCharsets.US_ASCII));
      }
      page.setContents(stream);
      document.save(bytes);
      return bytes.toByteArray();
    }
  }
}
