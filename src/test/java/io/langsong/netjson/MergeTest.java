package io.langsong.netjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class MergeTest {
    private static ObjectNode read(String json) {
        return NetJson.read(json.replace('\'', '"'));
    }

    @ParameterizedTest(name = "{0} below {1} is {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a':{'b':1}}                      | {'a':{'c':2}}                     | {'a':{'b':1,'c':2}}
            {'a':1}                            | {'a':2}                           | {'a':2}
            {'a':[1]}                          | {'a':3}                           | {'a':3}
            {'a':3}                            | {'a':[1]}                         | {'a':[1]}
            {'a':3}                            | {'a':{'b':1}}                     | {'a':{'b':1}}
            {'a':{'b':1}}                      | {'a':null}                        | {'a':null}
            {'a':[1,2]}                        | {'a':[2,3]}                       | {'a':[1,2,3]}
            {'a':[{'x':1}]}                    | {'a':[{'x':1},{'x':2}]}           | {'a':[{'x':1},{'x':2}]}
            {'a':[{'name':'n','x':1,'y':[1]}]} | {'a':[{'name':'n','x':2,'y':[2]}]} | {'a':[{'name':'n','x':2,'y':[1,2]}]}
            {'a':[{'config_value':'n','x':1}]} | {'a':[{'config_value':'n'}]}      | {'a':[{'config_value':'n','x':1}]}
            {'a':[{'id':1,'x':1}]}             | {'a':[{'id':2,'x':2}]}            | {'a':[{'id':1,'x':1},{'id':2,'x':2}]}
            {'a':[{'name':'n','id':1}]}        | {'a':[{'name':'m','id':1}]}       | {'a':[{'name':'n','id':1},{'name':'m','id':1}]}
            """)
    void laysOneOverTheOther(String below, String above, String merged) {
        ObjectNode template = read(below);
        ObjectNode config = read(above);

        assertThat(Merge.of(List.of(template), config)).isEqualTo(read(merged));
        assertThat(template).as("what was given").isEqualTo(read(below));
        assertThat(config).as("what was given").isEqualTo(read(above));
    }

    @Test
    void keepsTheOrderOfTheLowest() {
        ObjectNode merged = Merge.of(List.of(read("{'b':1,'a':1}"), read("{'c':1}")), read("{'a':2,'d':1}"));

        assertThat(merged.propertyNames()).containsExactly("b", "a", "c", "d");
    }

    @Test
    void saysWhereAnObjectMeetsAList() {
        assertThatThrownBy(() -> Merge.of(
                        List.of(read("{'interfaces':[{'name':'eth0','x':{}}]}")),
                        read("{'interfaces':[{'name':'eth0','x':[]}]}")))
                .hasMessageContaining("interfaces")
                .hasMessageContaining(".x: A template has an object where another has a list");
    }

    @Test
    void putsVariablesInEverywhereAndOnce() {
        Variables variables = new Variables(read("{'a':'A','n':7,'t':true,'again':'{{ a }}','dollar':'$1\\\\\\\\'}"));

        ObjectNode config = read(
                "{'x':'{{a}}-{{ n }}{{  t  }}','l':['{{again}}',{'y':'{{ dollar }}'}],'{{a}}':1,'z':'{{ b }} {{a.b}}'}");

        assertThat(variables.into(config))
                .isEqualTo(read("{'x':'A-7true','l':['{{ a }}',{'y':'$1\\\\\\\\'}],'{{a}}':1,'z':'{{ b }} {{a.b}}'}"));
        assertThat(variables.undefined(config))
                .extracting(one -> one.text(Locale.ENGLISH))
                .containsExactly("z: The variable \"b\" has no value; give it one in the context");
    }

    @Test
    void aVariableIsATextANumberOrATruthValue() {
        assertThatThrownBy(() -> new Variables(read("{'a':{'b':'secret'},'c':null}")))
                .isInstanceOfSatisfying(
                        NetJsonException.class,
                        refused -> assertThat(refused.text(Locale.ENGLISH)).isEqualTo("""
                                The variable "a" is {…}; give it a text, a number or a truth value
                                The variable "c" is null; give it a text, a number or a truth value"""));
    }
}
