using System.Buffers;
using System.Collections.ObjectModel;
using System.Text.Json;

using Surveys.DefinitionFiles;
using Surveys.Definitions;

namespace Surveys.Answers;

/// <summary>
/// Reads answers in one pass over their bytes, if they are plainly valid: ids without escapes, every value of the type its item
/// takes, nothing blank, nothing twice, nothing missing, nothing hidden. That is how programs send them and how rows hold them.
/// All else it leaves to <see cref="AnswerReader"/>, which alone says what is wrong; of what it reads it says the same.
/// </summary>
public static class AnswerScan
{
    /// <summary>Of a comment in JSON; a longer one is left to <see cref="AnswerReader"/>.</summary>
    private const int MostCommentBytes = 64 * 1024;

    /// <summary>Characters that are read without renting memory for them.</summary>
    private const int ShortComment = 512;

    /// <summary>The sheet of an object of answers; null: it is not plainly valid, which does not say that it is wrong.</summary>
    /// <param name="json">At the beginning of the object; afterwards at its end, or anywhere if null is returned.</param>
    /// <exception cref="JsonException">Not JSON.</exception>
    public static AnswerSheet? TryRead(SurveyVersion survey, ref Utf8JsonReader json)
    {
        var codes = new int[survey.Items.Count];
        var comments = new Dictionary<string, string>();
        if (!TryRead(AnswerVocabulary.Of(survey), ref json, codes, comments))
            return null;
        return new AnswerSheet
        {
            Survey = survey,
            Codes = codes,
            Comments = comments.Count > 0 ? comments : ReadOnlyDictionary<string, string>.Empty,
        };
    }

    /// <summary>The codes alone, of JSON that may be anything; null: as <see cref="TryRead(SurveyVersion, ref Utf8JsonReader)"/>.</summary>
    /// <param name="json">Valid UTF-8.</param>
    internal static int[]? TryReadCodes(SurveyVersion survey, ReadOnlySpan<byte> json)
    {
        var codes = new int[survey.Items.Count];
        var reader = new Utf8JsonReader(json);
        try
        {
            return reader.Read() && TryRead(AnswerVocabulary.Of(survey), ref reader, codes, comments: null) && !reader.Read() ? codes : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <param name="comments">Gets the text of each comment; null: nobody needs it.</param>
    private static bool TryRead(AnswerVocabulary vocabulary, ref Utf8JsonReader json, int[] codes, Dictionary<string, string>? comments)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            return false;
        var next = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var index = json.ValueIsEscaped ? -1 : vocabulary.IndexOf(json.ValueSpan, next);
            if (index < 0 || codes[index] != 0)
                return false;
            json.Read();
            codes[index] = ReadCode(vocabulary.Items[index], ref json, comments);
            if (codes[index] == 0)
                return false;
            next = index + 1;
        }
        return IsComplete(vocabulary, codes);
    }

    /// <summary>What is required is there, and what is hidden is not.</summary>
    private static bool IsComplete(AnswerVocabulary vocabulary, int[] codes)
    {
        for (var i = 0; i < codes.Length; i++)
        {
            var words = vocabulary.Items[i];
            // An item that is itself hidden has no code here, and no condition holds for it.
            var isAsked = words.Item.ShowIf is not { } condition
                || ConditionRule.Holds(condition, vocabulary.Items[words.ConditionIndex].Item, codes[words.ConditionIndex]);
            if (isAsked ? words.Item.IsRequired && codes[i] == 0 : codes[i] != 0)
                return false;
        }
        return true;
    }

    /// <returns>As in <see cref="AnswerSheet.Codes"/>; 0: not plainly valid.</returns>
    private static int ReadCode(AnswerVocabulary.ItemWords words, ref Utf8JsonReader json, Dictionary<string, string>? comments) =>
        words.Item.Kind switch
        {
            ItemKind.Scale or ItemKind.SingleChoice => ReadOption(words, in json) + 1,
            ItemKind.MultipleChoice => ReadOptions(words, ref json),
            ItemKind.Number => ReadNumber(in json) + 1,
            ItemKind.Comment => ReadComment(words.Item, in json, comments) ? 1 : 0,
            _ => 0,
        };

    /// <summary>-1: not plainly valid.</summary>
    private static int ReadOption(AnswerVocabulary.ItemWords words, in Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.String && !json.ValueIsEscaped ? words.OptionOf(json.ValueSpan) : -1;

    private static int ReadOptions(AnswerVocabulary.ItemWords words, ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
            return 0;
        var mask = 0;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var option = ReadOption(words, in json);
            if (option < 0)
                return 0;
            mask |= 1 << option;
        }
        return mask;
    }

    /// <summary>-1: not plainly valid.</summary>
    private static int ReadNumber(in Utf8JsonReader json) => json.TokenType != JsonTokenType.Number ? -1 : json.ValueSpan switch
    {
        [>= (byte)'0' and <= (byte)'9' and var digit] => digit - '0',
        [(byte)'1', (byte)'0'] => Item.HighestNumber,
        _ => -1,
    };

    private static bool ReadComment(Item item, in Utf8JsonReader json, Dictionary<string, string>? comments)
    {
        if (json.TokenType != JsonTokenType.String || json.ValueSpan.Length > MostCommentBytes)
            return false;
        // No character takes fewer bytes in JSON than it has UTF-16 units.
        var rented = json.ValueSpan.Length > ShortComment ? ArrayPool<char>.Shared.Rent(json.ValueSpan.Length) : null;
        try
        {
            var buffer = rented ?? stackalloc char[ShortComment];
            var text = buffer[..json.CopyString(buffer)];
            var comment = text.Trim();
            // Line ends are made alike elsewhere.
            if (comment.IsEmpty || comment.Length > item.MaxLength || text.Contains('\r') || !CommentText.IsAllowed(comment))
                return false;
            comments?.Add(item.Id, comment.ToString());
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair as an escape.
            return false;
        }
        finally
        {
            if (rented is not null)
                ArrayPool<char>.Shared.Return(rented);
        }
    }
}
