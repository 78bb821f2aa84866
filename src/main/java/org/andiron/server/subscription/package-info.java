/**
 * Subscriptions: rest-hook and websocket notifications, and topics, on HAPI's subscription module.
 */
@NullMarked
package org.andiron.server.subscription;

import org.jspecify.annotations.NullMarked;
