package org.andiron.audit.retention;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HexFormat;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.store.EventRows;
import org.andiron.audit.store.Row;
import org.andiron.audit.store.SearchValues;

/** A row of the log, as the functions of the database take it that add it. */
final class RetentionRecord {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private RetentionRecord() {}

  /** Of an event of no more than one patient. */
  static String of(AuditedEvent event) {
    Row row = EventRows.ofOne(event);
    SearchValues search = row.search();
    ObjectNode object = JSON.createObjectNode();
    object.put("id", row.id().toString());
    object.put("recorded", row.recorded().toString());
    object.put("content", row.content());
    object.put("salt", HexFormat.of().formatHex(row.salt().bytes()));
    object.put("patient", search.patient());
    object.put("action", search.action());
    object.put("outcome", search.outcome());
    object.put("type", search.type());
    put(search.agentNames(), object.putArray("agentNames"));
    put(search.addresses(), object.putArray("addresses"));
    put(search.terms(), object.putArray("terms"));
    return object.toString();
  }

  private static void put(Collection<String> texts, ArrayNode array) {
    texts.forEach(array::add);
  }
}
