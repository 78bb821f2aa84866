package org.andiron.storage.suggestion;

import java.util.List;

/**
 * Which codes are wanted.
 *
 * @param types the types of resource that have the parameter
 * @param parameter the code of a search parameter that is a token
 * @param textOnly whether the beginning of the code itself does not count
 * @param filter what is typed so far; empty for all codes
 * @param offset how many to leave out, those used most first
 * @param count how many at most
 */
record SuggestionRequest(
    List<String> types, String parameter, boolean textOnly, String filter, int offset, int count) {

  SuggestionRequest {
    types = List.copyOf(types);
  }
}
