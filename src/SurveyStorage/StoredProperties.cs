namespace SurveyStorage;

/// <summary>The properties of a row in the form its store holds them in, each made into a value only when it is asked for.</summary>
internal abstract class StoredProperties
{
    /// <summary>Null: there is no such property.</summary>
    public abstract object? Find(string name);

    /// <summary>A text as it is stored; false: there is no such property, or it is no text.</summary>
    public abstract bool TryFindText(string name, out ReadOnlySpan<byte> utf8);

    public abstract Dictionary<string, object> ToDictionary();
}
