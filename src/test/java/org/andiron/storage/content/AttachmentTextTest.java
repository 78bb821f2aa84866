package org.andiron.storage.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.hl7.fhir.r4.model.Attachment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class AttachmentTextTest {

  private static final AttachmentText TEXTS = new AttachmentText(DataSize.ofKilobytes(50));

  @AfterAll
  static void close() {
    TEXTS.close();
  }

  private static Attachment attachment(String type, byte[] data) {
    return new Attachment().setContentType(type).setData(data);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void plainTextIsUtf8UnlessItSaysOtherwise() {
    assertThat(TEXTS.textOf(attachment("text/plain", utf8("Größe")))).contains("Größe");
    byte[] latin1 = "Größe".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(TEXTS.textOf(attachment("text/plain", latin1))).contains("Größe");
    assertThat(TEXTS.textOf(attachment("text/plain; charset=ISO-8859-1", latin1)))
        .contains("Größe");
    assertThat(TEXTS.textOf(attachment("text/plain; charset=nonsense", utf8("Größe"))))
        .contains("Größe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/markdown", "text/csv", "text/xml", "text/x;charset"})
  void otherTextIsReadAsItIs(String type) {
    assertThat(TEXTS.textOf(attachment(type, utf8("a,Größe")))).contains("a,Größe");
  }

  @Test
  void htmlLosesItsMarkupAndScripts() {
    assertThat(
            TEXTS.textOf(
                attachment(
                    "text/html",
                    utf8("<p>Be<b>fund</b></p><script>var x</script><td>un&amp;auml;</td>"))))
        .hasValueSatisfying(it -> assertThat(it).contains("Befund").doesNotContain("var", "<"));
  }

  @Test
  void rtfLosesItsMarkup() {
    assertThat(TEXTS.textOf(attachment("application/rtf", utf8("{\\rtf1\\ansi {\\b Be}fund}"))))
        .hasValueSatisfying(it -> assertThat(it).contains("Befund"));
  }

  @Test
  void pdfIsRead() throws IOException {
    assertThat(TEXTS.textOf(attachment("application/pdf", Pdf.of("Befund unauffaellig"))))
        .hasValueSatisfying(it -> assertThat(it).contains("Befund unauffaellig"));
  }

  @Test
  void pdfThatBecomesTooLargeIsNotRead() throws IOException {
    byte[] document = Pdf.withContent("BT /F1 12 Tf (Befund) Tj ET" + " ".repeat(1 << 20));
    try (PDDocument opened =
        BoundedPdf.open(document, IOUtils.createMemoryOnlyStreamCache(), 3 << 20)) {
      assertThat(new AttachmentText.Interruptible().getText(opened)).contains("Befund");
    }
    assertThatThrownBy(
            () -> {
              try (PDDocument opened =
                  BoundedPdf.open(document, IOUtils.createMemoryOnlyStreamCache(), 1 << 19)) {
                new AttachmentText.Interruptible().getText(opened);
              }
            })
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/pdf", "text/rtf", "image/png", "nonsense", "image/png;charset"})
  void whatCannotBeReadHasNoText(String type) {
    assertThat(TEXTS.textOf(attachment(type, utf8("%PDF-1.7 broken"))).orElse("")).isBlank();
  }

  @Test
  void whatIsTooLargeHasNoText() {
    assertThat(TEXTS.textOf(attachment("text/plain", utf8("a ".repeat(30_000))))).isEmpty();
  }

  @Test
  void withoutDataThereIsNoText() {
    assertThat(TEXTS.textOf(new Attachment().setContentType("text/plain").setUrl("http://a")))
        .isEmpty();
  }
}
