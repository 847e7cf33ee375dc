using System.Buffers;
using System.Text;
using System.Text.Json;

using Surveys.Definitions;
using Surveys.Readings;

namespace Surveys.Answers;

/// <summary>
/// Reads the answers of a response, as JSON or as a form's fields. The sheet is made anew from the answers every time: what the
/// form showed or hid on the way plays no part.
/// </summary>
public static class AnswerReader
{
    /// <summary>Characters that are read without renting memory for them.</summary>
    private const int ShortText = 512;

    /// <summary>Stands for text that is no Unicode text: refused in a comment, the id of nothing.</summary>
    private const string BrokenText = "\uD800";

    /// <param name="survey">That they are answers to.</param>
    /// <param name="raw">By item id. Blank values are the same as none.</param>
    /// <returns>Problems in survey order; items that are not the survey's last, by id.</returns>
    public static Reading<AnswerSheet, AnswerProblem> Read(SurveyVersion survey, IReadOnlyDictionary<string, RawAnswer> raw)
    {
        var sheet = new SheetBuilder(survey);
        var known = 0;
        for (var i = 0; i < survey.Items.Count; i++)
        {
            if (!raw.TryGetValue(survey.Items[i].Id, out var answer))
                continue;
            known++;
            var isListed = answer.IsList || answer.Values.Count(value => !string.IsNullOrWhiteSpace(value)) > 1;
            foreach (var value in answer.Values)
                sheet.Add(i, value, isListed);
        }
        if (known < raw.Count)
        {
            foreach (var stranger in raw.Keys.Except(survey.Items.Select(item => item.Id)))
                sheet.AddStranger(stranger);
        }
        return sheet.Finish();
    }

    /// <summary>
    /// Reads an object in one pass: by item id an option's id, a list of them, a whole number or a comment's text. A value of a type
    /// that its item does not take, and an item named twice, is of the wrong type; null is the same as no answer.
    /// </summary>
    /// <param name="survey">That they are answers to.</param>
    /// <param name="json">At the beginning of the object; afterwards at its end.</param>
    /// <param name="keepsComments">False: the sheet gets none, for who needs its codes alone.</param>
    /// <returns>Problems as of a form.</returns>
    /// <exception cref="JsonException">Not JSON.</exception>
    public static Reading<AnswerSheet, AnswerProblem> Read(SurveyVersion survey, ref Utf8JsonReader json, bool keepsComments = true)
    {
        var sheet = new SheetBuilder(survey, keepsComments);
        var items = sheet.Vocabulary;
        var next = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var item = json.ValueIsEscaped
                ? items.IndexOf(Encoding.UTF8.GetBytes(NameOf(in json)), next)
                : items.IndexOf(json.ValueSpan, next);
            if (item < 0)
                sheet.AddStranger(NameOf(in json));
            json.Read();
            if (item >= 0 && sheet.TryBegin(item))
            {
                ReadAnswer(ref sheet, item, items.Items[item], ref json);
                next = item + 1;
            }
            else
            {
                json.Skip();
            }
        }
        return sheet.Finish();
    }

    private static void ReadAnswer(ref SheetBuilder sheet, int item, AnswerVocabulary.ItemWords words, ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                ReadText(ref sheet, item, words, in json, isListed: false);
                break;
            case JsonTokenType.StartArray:
                ReadList(ref sheet, item, words, ref json);
                break;
            case JsonTokenType.Number when json.TryGetInt64(out var number):
                sheet.Add(item, number);
                break;
            case JsonTokenType.Null:
                break;
            default:
                json.Skip();
                sheet.Refuse(item);
                break;
        }
    }

    private static void ReadList(ref SheetBuilder sheet, int item, AnswerVocabulary.ItemWords words, ref Utf8JsonReader json)
    {
        var areTexts = true;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType == JsonTokenType.String)
                ReadText(ref sheet, item, words, in json, isListed: true);
            else
                areTexts = false;
            json.Skip();
        }
        if (!areTexts)
            sheet.Refuse(item);
    }

    private static void ReadText(
        ref SheetBuilder sheet, int item, AnswerVocabulary.ItemWords words, in Utf8JsonReader json, bool isListed)
    {
        // As programs send it and rows hold it: an option's id as it is.
        if (!json.ValueIsEscaped && sheet.TryAddOption(item, words.OptionOf(json.ValueSpan), isListed))
            return;
        Unescape(ref sheet, item, in json, isListed);
    }

    private static void Unescape(ref SheetBuilder sheet, int item, in Utf8JsonReader json, bool isListed)
    {
        // No character takes fewer bytes in JSON than it has UTF-16 units.
        var rented = json.ValueSpan.Length > ShortText ? ArrayPool<char>.Shared.Rent(json.ValueSpan.Length) : null;
        var buffer = rented ?? stackalloc char[ShortText];
        try
        {
            sheet.Add(item, buffer[..json.CopyString(buffer)], isListed);
        }
        catch (InvalidOperationException)
        {
            // JSON may hold half a surrogate pair as an escape, which no string can be made of.
            sheet.Add(item, BrokenText, isListed);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<char>.Shared.Return(rented);
        }
    }

    private static string NameOf(in Utf8JsonReader json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }
}

/// <summary>One answer as a form sends it, before it is held against the survey: the field's values.</summary>
/// <param name="Values">Blank ones are none.</param>
/// <param name="IsList">Of several; only a multiple choice takes a list, be it of one.</param>
public readonly record struct RawAnswer(IReadOnlyList<string> Values, bool IsList = false);
