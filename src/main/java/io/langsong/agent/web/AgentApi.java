package io.langsong.agent.web;

import io.langsong.web.ApiSchemas;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a report looks like, for the description of the API. */
@Configuration(proxyBeanMethods = false)
class AgentApi {
    @Bean
    ApiSchemas agentSchemas() {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("type", "object")
                .put(
                        "description",
                        "NetJSON DeviceMonitoring; what is of a wrong type costs itself alone, other members are passed over");
        ObjectNode members = report.putObject("properties");
        members.putObject("type").put("type", "string").put("const", "DeviceMonitoring");
        for (String object : List.of("general", "resources")) {
            members.putObject(object).put("type", "object");
        }
        for (String list : List.of("interfaces", "dhcp_leases", "neighbors")) {
            members.putObject(list).put("type", "array").putObject("items").put("type", "object");
        }
        return new ApiSchemas(List.of(new ApiSchemas.Named("agentReport", "AgentReport", report)));
    }
}
