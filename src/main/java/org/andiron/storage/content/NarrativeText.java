package org.andiron.storage.content;

import java.util.Set;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;

/** The text of a narrative, without its markup. */
final class NarrativeText {

  /** Elements that may stand inside a word. */
  private static final Set<String> INLINE =
      Set.of(
          "a", "abbr", "acronym", "b", "big", "cite", "code", "dfn", "em", "i", "q", "samp",
          "small", "span", "strong", "sub", "sup", "tt", "u", "var", "font", "s");

  private NarrativeText() {}

  /** The text; empty if there is none. */
  static String of(Narrative narrative) {
    StringBuilder text = new StringBuilder();
    if (narrative.hasDiv()) {
      append(narrative.getDiv(), text);
    }
    return text.toString();
  }

  private static void append(XhtmlNode node, StringBuilder text) {
    if (node.getNodeType() == NodeType.Text) {
      text.append(node.getContent());
      return;
    }
    boolean separate = node.getNodeType() == NodeType.Element && !INLINE.contains(node.getName());
    if (separate) {
      text.append(' ');
    }
    if (node.getNodeType() == NodeType.Element && "img".equals(node.getName())) {
      String alternative = node.getAttribute("alt");
      if (alternative != null) {
        text.append(alternative);
      }
    }
    node.getChildNodes().forEach(it -> append(it, text));
    if (separate) {
      text.append(' ');
    }
  }
}
