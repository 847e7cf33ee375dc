using System.Text;
using System.Text.Json;

using SurveyFunctions.Hosting.FunctionsHost;

namespace SurveyFunctions.Tests.Hosting.FunctionsHost;

public sealed class TriggerCallTests
{
    private const string Message = """{"v":1,"partition":"tenant!wave!00000"}""";

    private static readonly string Once = JsonSerializer.Serialize(Message);
    private static readonly string Twice = JsonSerializer.Serialize(Once);

    public static TheoryData<string> Calls => new(
        $$$"""{"Data":{"message":{{{Twice}}}},"Metadata":{"DequeueCount":"1"}}""",
        $$$"""{"Data":{"message":{{{Once}}}},"Metadata":{}}""",
        $$$"""{"Data":{"message":{{{Message}}}}}""",
        $$$"""{"Metadata":{"Data":{"message":"other"},"message":"other","Id":{"x":[]}},"Data":{"other":1,"message":{{{Twice}}}}}""");

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_message_is_read_however_often_the_host_quoted_it(string call) =>
        Assert.Equal(Message, TriggerCall.ReadMessage(Encoding.UTF8.GetBytes(call)));

    [Theory]
    [InlineData("plain text", "\"plain text\"")]
    [InlineData("\"half", "\"\\\"half\"")]
    [InlineData("", "\"\"")]
    public void A_message_that_is_not_quoted_is_what_it_is(string message, string json) =>
        Assert.Equal(message, TriggerCall.ReadMessage(Encoding.UTF8.GetBytes($$$"""{"Data":{"message":{{{json}}}}}""")));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("""{"Data":null}""")]
    [InlineData("""{"Data":{}}""")]
    [InlineData("""{"Data":{"message":null}}""")]
    [InlineData("""{"Data":{"message":7}}""")]
    [InlineData("""{"Metadata":{"message":"x"}}""")]
    [InlineData("""{"Data":{"message":"\ud800"}}""")]
    public void What_is_no_call_of_a_queue_is_refused(string body) =>
        Assert.Throws<FormatException>(() => TriggerCall.ReadMessage(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"Data":{"timer":null}}""")]
    [InlineData("""{"Data":{"timer":"now"}}""")]
    [InlineData("""{"Data":{"message":"x"}}""")]
    public void What_is_no_call_of_a_timer_is_refused(string body) =>
        Assert.Throws<FormatException>(() => TriggerCall.RequireTimer(Encoding.UTF8.GetBytes(body)));
}
