using System.Text;

using Surveys.DefinitionFiles;
using Surveys.Definitions;
using Surveys.Readings;

namespace Surveys.Tests.DefinitionFiles;

public sealed class LanguageReaderTests
{
    [Fact]
    public void A_good_file_is_read_whole()
    {
        var language = Read("""
            {"format": 1, "language": "az-Arab", "name": "تۆرکجه", "direction": "rtl", "texts": {"form.or": " یا "}}
            """).Value!;

        Assert.Equal(("az-Arab", "تۆرکجه", true), (language.Language, language.Name, language.IsRightToLeft));
        Assert.Equal([KeyValuePair.Create("form.or", " یا ")], language.Texts);
    }

    [Fact]
    public void All_mistakes_are_reported_at_once() =>
        Assert.Equal(
            ["/direction", "/format", "/language", "/name", "/texts/Form Or", "/texts/form.more"],
            Places("""{"format": 2, "language": "AM", "name": " ", "direction": "down", "texts": {"form.more": "", "Form Or": "x"}}"""));

    [Fact]
    public void Nothing_can_be_left_out() => Assert.Equal(["/direction", "/format", "/language", "/name", "/texts"], Places("{}"));

    private static IEnumerable<string> Places(string json) => Read(json).Problems.Select(problem => problem.Place).Order(StringComparer.Ordinal);

    private static Reading<LanguageDefinition, DefinitionProblem> Read(string json) => LanguageReader.Read(Encoding.UTF8.GetBytes(json), isNew: true);
}
