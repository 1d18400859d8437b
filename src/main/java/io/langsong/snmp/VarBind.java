package io.langsong.snmp;

/** One variable of a request's answer: its name and what the agent gave for it. */
public record VarBind(Oid oid, SnmpValue value) {}
