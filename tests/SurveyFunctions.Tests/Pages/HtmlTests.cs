using System.Buffers;
using System.Text;

using SurveyFunctions.Pages;

namespace SurveyFunctions.Tests.Pages;

public sealed class HtmlTests
{
    private const string Attack = "<script>alert('1')</script>";
    private const string Encoded = "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;";

    [Fact]
    public void Text_in_a_hole_is_encoded()
    {
        Html html = $"<p>{Attack}</p>";
        Assert.Equal($"<p>{Encoded}</p>", html.ToString());
    }

    [Fact]
    public void Text_in_an_attribute_cannot_leave_it()
    {
        var value = "\" onfocus=\"x' <&";
        Html html = $"<input value=\"{value}\">";
        Assert.Equal("<input value=\"&quot; onfocus=&quot;x&#x27; &lt;&amp;\">", html.ToString());
    }

    [Fact]
    public void A_fragment_in_a_hole_is_not_encoded_again()
    {
        Html inner = $"<b>{Attack}</b>";
        Html outer = $"<p>{inner}</p>";
        Assert.Equal($"<p><b>{Encoded}</b></p>", outer.ToString());
    }

    [Fact]
    public void An_interpolated_string_taken_for_text_is_encoded_rather_than_trusted()
    {
        var text = $"<b>{Attack}</b>";
        Html html = $"{text}";
        Assert.DoesNotContain("<", html.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_in_lists_and_conditions_is_encoded()
    {
        Html html = $"{Html.Each([Attack, "b"], item => $"<li>{item}</li>")}{Html.When(condition: true, $"<i>{Attack}</i>")}";
        Assert.Equal($"<li>{Encoded}</li><li>b</li><i>{Encoded}</i>", html.ToString());
    }

    [Fact]
    public void Without_its_condition_a_fragment_is_nothing_and_its_holes_are_not_evaluated()
    {
        string? missing = null;
        Html html = $"<p>{Html.When(missing is not null, $"<b>{missing!.Length}</b>")}{Html.When(condition: false, Html.Of($"x"))}</p>";
        Assert.Equal("<p></p>", html.ToString());
    }

    [Fact]
    public void Nothing_in_a_hole_is_nothing()
    {
        string? text = null;
        Html? fragment = null;
        Html html = $"<p>{text}{fragment}{Html.Empty}</p>";
        Assert.Equal("<p></p>", html.ToString());
    }

    [Theory]
    [InlineData("العربية: ١٢٣ «نعم»")]
    [InlineData("Tiếng Việt, ትግርኛ, 中文, Español – ¿qué?")]
    public void Letters_of_every_script_stay_as_they_are(string text)
    {
        Html html = $"{text}";
        Assert.Equal(text, html.ToString());
    }

    [Fact]
    public void Written_bytes_are_the_text_in_utf_8()
    {
        Html html = $"<p>{"نعم"}{Html.Each([1, 2], number => $"<i>{number}</i>")}</p>";
        var writer = new ArrayBufferWriter<byte>();
        html.WriteTo(writer);
        Assert.Equal("<p>نعم<i>1</i><i>2</i></p>", Encoding.UTF8.GetString(writer.WrittenSpan));
    }
}
