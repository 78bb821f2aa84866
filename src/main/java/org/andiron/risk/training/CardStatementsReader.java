package org.andiron.risk.training;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.andiron.risk.feature.DefinitionNode;
import org.andiron.risk.model.Reference;
import org.andiron.risk.model.SourceAttribute;

/** Reads what people say of a model before it is trained. */
final class CardStatementsReader {

  private CardStatementsReader() {}

  static CardStatements read(DefinitionNode card) {
    card.only(
        "intendedUse",
        "population",
        "notice",
        "absenceOfEvidence",
        "licence",
        "references",
        "synthetic",
        "sourceAttributes");
    return new CardStatements(
        Written.texts(card.get("intendedUse")),
        Written.texts(card.get("population")),
        Written.texts(card.get("notice")),
        card.get("absenceOfEvidence").text(),
        card.get("licence").text(),
        references(card),
        card.find("synthetic").map(DefinitionNode::truth).orElse(false),
        attributes(card.get("sourceAttributes")));
  }

  private static List<Reference> references(DefinitionNode card) {
    List<Reference> references = new ArrayList<>();
    card.find("references")
        .ifPresent(
            list ->
                list.elements()
                    .forEach(
                        item -> {
                          item.only("citation", "doi");
                          references.add(
                              new Reference(
                                  item.get("citation").text(),
                                  item.find("doi").map(DefinitionNode::text)));
                        }));
    return references;
  }

  private static Map<SourceAttribute, String> attributes(DefinitionNode node) {
    Map<String, Map<String, SourceAttribute>> groups = new LinkedHashMap<>();
    for (SourceAttribute attribute : SourceAttribute.values()) {
      groups
          .computeIfAbsent(attribute.group().code(), group -> new LinkedHashMap<>())
          .put(attribute.code(), attribute);
    }
    node.only(groups.keySet().toArray(String[]::new));
    Map<SourceAttribute, String> texts = new EnumMap<>(SourceAttribute.class);
    groups.forEach(
        (group, attributes) -> {
          DefinitionNode members = node.get(group).only(attributes.keySet().toArray(String[]::new));
          attributes.forEach(
              (name, attribute) -> {
                if (!CardStatements.BY_TRAINING.contains(attribute)) {
                  texts.put(attribute, members.get(name).text());
                } else if (members.has(name)) {
                  throw members
                      .get(name)
                      .refuse("is what the training finds out: leave it out, it is added");
                }
              });
        });
    return texts;
  }
}
