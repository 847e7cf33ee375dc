using Surveys.Definitions;

namespace Surveys.Answers;

/// <summary>Turns the values sent for one item into its code.</summary>
internal static class AnswerParser
{
    private const int LargestNumber = 10;

    /// <summary>An unknown option goes back in the problem: no more of it than a reader needs.</summary>
    private const int MostEchoed = 64;

    /// <param name="answer">Without blank values, with one at least or malformed.</param>
    /// <returns>As in <see cref="AnswerSheet.Codes"/>; 0 with a problem added if the answer is wrong.</returns>
    public static int Parse(Item item, RawAnswer answer, Dictionary<string, string> comments, List<AnswerProblem> problems)
    {
        if (answer.IsMalformed || (item.Kind is not ItemKind.MultipleChoice && (answer.IsList || answer.Values.Count > 1)))
            return Wrong(AnswerProblemCode.WrongType);
        return item.Kind switch
        {
            ItemKind.Scale or ItemKind.SingleChoice => Option(answer.Values[0]) + 1,
            ItemKind.MultipleChoice => Options(),
            ItemKind.Number => Number(answer.Values[0]),
            ItemKind.Comment => Comment(answer.Values[0]),
            _ => throw new ArgumentOutOfRangeException(nameof(item), item.Kind, "Unknown kind of item."),
        };

        int Option(string id)
        {
            for (var i = 0; i < item.Options.Count; i++)
            {
                if (item.Options[i].Id == id)
                    return i;
            }
            Wrong(AnswerProblemCode.UnknownOption, id.Length <= MostEchoed ? id : id[..MostEchoed]);
            return -1;
        }

        int Options()
        {
            var mask = 0;
            foreach (var id in answer.Values.Distinct())
            {
                var option = Option(id);
                if (option >= 0)
                    mask |= 1 << option;
            }
            return mask;
        }

        int Number(string text)
        {
            var digits = text.AsSpan().Trim();
            var unsigned = digits.StartsWith("-") ? digits[1..] : digits;
            if (unsigned.IsEmpty || unsigned.ContainsAnyExceptInRange('0', '9'))
                return Wrong(AnswerProblemCode.WrongType);
            return int.TryParse(digits, out var number) && number is >= 0 and <= LargestNumber
                ? number + 1
                : Wrong(AnswerProblemCode.NumberOutOfRange, digits[..Math.Min(digits.Length, MostEchoed)].ToString());
        }

        int Comment(string text)
        {
            var comment = text.Replace("\r\n", "\n").Trim();
            if (!CommentText.IsAllowed(comment))
                return Wrong(AnswerProblemCode.CommentNotAllowedCharacter);
            if (comment.Length > item.MaxLength)
                return Wrong(AnswerProblemCode.CommentTooLong, comment.Length.ToString());
            comments.Add(item.Id, comment);
            return 1;
        }

        int Wrong(AnswerProblemCode code, string? value = null)
        {
            problems.Add(new AnswerProblem(item.Id, code, value));
            return 0;
        }
    }
}
