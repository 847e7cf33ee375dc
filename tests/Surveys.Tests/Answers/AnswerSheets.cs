using FsCheck;
using FsCheck.Fluent;

using Surveys.Answers;

namespace Surveys.Tests.Answers;

/// <summary>Random sheets of <see cref="SmallSurvey"/> as <see cref="AnswerReader"/> gives them.</summary>
public static class AnswerSheets
{
    public static Gen<AnswerSheet> Random { get; } =
        from overall in One("agree", "neither", "disagree", "dont-know")
        from welcome in One("", "agree", "dont-know")
        from ignored in One("", "neither", "disagree")
        from language in One("", "english", "somali")
        from ways in Gen.SubListOf("phone", "paper", "visit").Select(list => new RawAnswer([.. list], IsList: true))
        from recommend in Gen.Choose(-1, 10).Select(number => new RawAnswer([number < 0 ? "" : number.ToString()]))
        from interpreter in One("yes", "no")
        from comment in One("", "Thanks", "شكرا \"جدا\"", "a\\b\n\tc", "</script>", "😀", "\u2028 \uFEFF'")
        select AnswerReader.Read(
            SmallSurvey.Survey,
            new Dictionary<string, RawAnswer>
            {
                ["overall"] = overall,
                ["welcome"] = welcome,
                ["ignored"] = ignored,
                ["home-language"] = language,
                ["ways"] = ways,
                ["recommend"] = recommend,
                ["interpreter"] = ways.Values.Contains("visit") ? interpreter : new RawAnswer([]),
                ["more"] = ways.Values.Contains("visit") && interpreter.Values is ["no"] ? comment : new RawAnswer([]),
            }).Value!;

    public static bool Same(AnswerSheet left, AnswerSheet right) =>
        left.Codes.SequenceEqual(right.Codes)
        && left.Comments.Count == right.Comments.Count
        && left.Comments.All(comment => right.Comments.TryGetValue(comment.Key, out var text) && text == comment.Value);

    private static Gen<RawAnswer> One(params string[] values) => Gen.Elements(values).Select(value => new RawAnswer([value]));
}
