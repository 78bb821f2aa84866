package org.andiron.risk.assessment;

import java.util.List;
import org.andiron.risk.explanation.ExplanationText;
import org.andiron.risk.explanation.Language;
import org.andiron.risk.explanation.Passage;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Narrative.NarrativeStatus;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;

/** Narratives of answers; all that comes from elsewhere is text and never markup. */
final class Narratives {

  private Narratives() {}

  /** A heading and lines below it. */
  static void of(DomainResource resource, Language language, String heading, String... lines) {
    XhtmlNode div = div(language);
    paragraph(div, heading);
    for (String line : lines) {
      div.addTag("p").addText(line);
    }
    set(resource, div);
  }

  /** Texts in a row, and notes below them. */
  static void of(
      DomainResource resource, Language language, List<ExplanationText> texts, List<String> notes) {
    XhtmlNode div = div(language);
    for (ExplanationText text : texts) {
      paragraph(div, text.headline());
      text.passages().forEach(passage -> add(div, passage));
    }
    notes.forEach(note -> div.addTag("p").addText(note));
    set(resource, div);
  }

  private static XhtmlNode div(Language language) {
    XhtmlNode div = new XhtmlNode(NodeType.Element, "div");
    String tag = language.locale().toLanguageTag();
    div.setAttribute("xmlns", "http://www.w3.org/1999/xhtml");
    div.setAttribute("lang", tag);
    div.setAttribute("xml:lang", tag);
    return div;
  }

  private static void paragraph(XhtmlNode div, String bold) {
    div.addTag("p").addTag("b").addText(bold);
  }

  private static void add(XhtmlNode div, Passage passage) {
    if (passage.heading().isEmpty()) {
      passage.lines().forEach(line -> div.addTag("p").addText(line));
      return;
    }
    div.addTag("p").addText(passage.heading().get());
    XhtmlNode list = div.addTag("ul");
    passage.lines().forEach(line -> list.addTag("li").addText(line));
  }

  private static void set(DomainResource resource, XhtmlNode div) {
    resource.getText().setStatus(NarrativeStatus.GENERATED);
    resource.getText().setDiv(div);
  }
}
